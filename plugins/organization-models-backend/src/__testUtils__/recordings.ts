import {
  coreServices,
  createServiceFactory,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { inspect } from 'node:util';
import { useMeter } from './useMeter';

/** What a portal lets out beside its answers. */
export type Recordings = {
  /** From debug on, with errors' stacks and causes. */
  logs: string[];
  events: string[];
  signals: string[];
};

/** Features of a backend that write down its logs, events and signals. */
export function recordOutput(recordings: Recordings) {
  const record = (into: string[]) => async (message: unknown) => {
    into.push(show(message));
  };
  return [
    createServiceFactory({
      service: coreServices.rootLogger,
      deps: {},
      factory: () => createRecordingLogger(recordings.logs),
    }),
    createServiceFactory({
      service: eventsServiceRef,
      deps: {},
      factory: () => ({
        publish: record(recordings.events),
        subscribe: async () => {},
      }),
    }),
    createServiceFactory({
      service: signalsServiceRef,
      deps: {},
      factory: () => ({ publish: record(recordings.signals) }),
    }),
  ];
}

/** Writes down what portals that start from now on measure, with all labels. */
export function recordMetrics(into: string[]): void {
  useMeter({
    measured: (name, value, attributes) =>
      into.push(show({ name, value, attributes })),
  });
}

function createRecordingLogger(lines: string[]): LoggerService {
  const write = (message: string, meta?: unknown) => {
    lines.push(`${message} ${show(meta)}`);
  };
  const logger: LoggerService = {
    error: write,
    warn: write,
    info: write,
    debug: write,
    child: () => logger,
  };
  return logger;
}

function show(value: unknown): string {
  return inspect(value, {
    depth: Infinity,
    maxArrayLength: Infinity,
    maxStringLength: Infinity,
    showHidden: true,
  });
}

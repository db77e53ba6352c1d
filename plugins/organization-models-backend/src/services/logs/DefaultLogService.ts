import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import type { DatabaseCrashLogs } from '../../database/DatabaseCrashLogs';
import type { DatabaseObservations } from '../../database/DatabaseObservations';
import { describePod } from '../../domain/diagnosis/describePod';
import type { CrashLog } from '../../domain/facts/CrashLog';
import type {
  ContainerFacts,
  EventFacts,
  PodFacts,
} from '../../domain/facts/ObservedModel';
import type { LogLine } from '../../domain/logs/LogLine';
import { ResumePoint } from '../../domain/logs/ResumePoint';
import { toInstant } from '../../domain/logs/toInstant';
import {
  containerNotStarted,
  invalidRequest,
  noPreviousLog,
  podNotFound,
} from '../errors';
import type { ContainerLogs, OpenedLog } from './ContainerLogs';
import type { FollowedContainer, FollowOptions } from './followContainer';
import { followPods } from './followPods';
import type { SeenContainer } from './PodFollower';
import { findKept, keptLines, orKept } from './keptLines';
import type { LogRequest } from './LogService';
import { mergeByTime } from './mergeByTime';
import { readLines } from './readLines';

type PodContainer = { pod: PodFacts; container: ContainerFacts };

export type LogServiceOptions = {
  observations: DatabaseObservations;
  crashLogs: DatabaseCrashLogs;
  logs: ContainerLogs;
  now(): Date;
  pause: FollowOptions['pause'];
};

/**
 * Reads logs of a model from its cluster. Which pods it has the database tells,
 * so that any replica of the portal can; permissions are not its matter.
 */
export class DefaultLogService {
  constructor(private readonly options: LogServiceOptions) {}

  async read(
    model: Model,
    request: LogRequest,
    signal: AbortSignal,
  ): Promise<AsyncIterable<LogLine>> {
    const seen = await this.#look(model, request);
    const wanted = seen?.containers ?? [];
    const kept = request.previous
      ? findKept(await this.options.crashLogs.read(model.id), request)
      : [];
    if (wanted.length === 0 && kept.length === 0) {
      throw explainNothing(model, request, seen?.names ?? []);
    }
    const opened = await Promise.all(
      wanted.map(item => this.#open(item, model, request, signal)),
    );
    const readable = opened.filter(isOpened);
    if (readable.length === 0 && kept.length > 0) {
      return mergeByTime(kept.map(toGenerator));
    }
    if (readable.length === 0) {
      opened.forEach(throwTrouble);
      throw this.#explain(opened, wanted, {
        model,
        events: seen?.events ?? [],
      });
    }
    const past = mergeByTime([
      ...opened.filter(isInTrouble).map(tellTrouble),
      ...readable.map(({ chunks, place, point }) =>
        orKept(readLines(chunks, place, point), findKept(kept, place)[0]),
      ),
    ]);
    return request.follow
      ? this.#goOn(past, opened, { model, request, signal })
      : past;
  }

  async *#goOn(
    past: AsyncGenerator<LogLine>,
    known: FollowedContainer[],
    context: { model: Model; request: LogRequest; signal: AbortSignal },
  ): AsyncGenerator<LogLine> {
    const { model, request, signal } = context;
    yield* past;
    const { logs, pause } = this.options;
    const look = async (): Promise<SeenContainer[] | undefined> => {
      const seen = await this.#look(model, request);
      return seen?.containers.map(item => toSeen(item, model));
    };
    yield* followPods(known, look, { logs, pause, signal });
  }

  async #look(model: Model, { pod, container }: LogRequest) {
    const known = await this.options.observations.read(model.id);
    if (!known) {
      return undefined;
    }
    const { pods, events } = known.observation.model;
    const containers = pods
      .filter(({ name }) => pod === undefined || name === pod)
      .flatMap(facts =>
        [...facts.initContainers, ...facts.containers].map(each => ({
          pod: facts,
          container: each,
        })),
      );
    return {
      events,
      containers: containers.filter(
        item => container === undefined || item.container.name === container,
      ),
      names: [...new Set(containers.map(item => item.container.name))],
    };
  }

  async #open(
    item: PodContainer,
    model: Model,
    { previous, tailLines, since }: LogRequest,
    signal: AbortSignal,
  ): Promise<TriedLog & FollowedContainer> {
    const { place, restarts } = toSeen(item, model);
    // While it is ended, the plain log is that of the run that ended
    const ofRunBefore =
      previous && (!item.container.terminated || isDone(item));
    const log = await this.options.logs
      .open(place, { tailLines, since, previous: ofRunBefore }, signal)
      .catch(toTrouble);
    // A cluster takes it by the second
    const point = new ResumePoint((since && toInstant(since)) ?? '');
    return { ...log, place, restarts, point, tailLines };
  }

  #explain(
    opened: TriedLog[],
    wanted: PodContainer[],
    context: {
      model: Model;
      events: EventFacts[];
    },
  ): Error {
    const outcomes = opened.map(({ outcome }) => outcome);
    if (outcomes.every(outcome => outcome === 'gone')) {
      return podNotFound(wanted[0].pod.name);
    }
    if (outcomes.includes('noPrevious')) {
      return noPreviousLog();
    }
    const index = outcomes.indexOf('notStarted');
    const { pod, container } = wanted[index];
    const reason = describePod(pod, {
      events: context.events,
      now: this.options.now(),
    });
    const { waiting } = container;
    return containerNotStarted(
      reason?.message ??
        waiting?.message ??
        waiting?.reason ??
        context.model.status_reason?.message,
    );
  }
}

// it ended as it should, and runs no more
function isDone({ pod, container }: PodContainer): boolean {
  return (
    pod.initContainers.includes(container) &&
    container.terminated?.exitCode === 0
  );
}

/** A log, or why it cannot be read now: what is on other nodes can be. */
type TriedLog = OpenedLog | Trouble;
type Trouble = { outcome: 'trouble'; error: Error };

function toTrouble(error: Error): Trouble {
  return { outcome: 'trouble', error };
}

function isInTrouble<T extends TriedLog>(log: T): log is T & Trouble {
  return log.outcome === 'trouble';
}

function throwTrouble(log: TriedLog): void {
  if (isInTrouble(log)) {
    throw log.error;
  }
}

async function* tellTrouble({
  error,
  place: { pod, container },
}: Trouble & FollowedContainer): AsyncGenerator<LogLine> {
  const line = `Its log cannot be read now: ${error.message}`;
  yield { time: '', pod, container, line, marker: 'unreachable' };
}

const isOpened = <T extends TriedLog>(
  log: T,
): log is T & { outcome: 'opened' } => log.outcome === 'opened';

function explainNothing(
  { status_reason }: Model,
  { pod, container }: LogRequest,
  names: string[],
): Error {
  if (container !== undefined && names.length > 0) {
    const message = `must be one of ${names.join(', ')}`;
    return invalidRequest([{ field: 'container', message }]);
  }
  return pod === undefined
    ? containerNotStarted(status_reason?.message)
    : podNotFound(pod);
}

function toSeen(
  { pod, container }: PodContainer,
  { cluster }: Model,
): SeenContainer {
  const { name, namespace } = pod;
  const place = { cluster, namespace, pod: name, container: container.name };
  return { place, restarts: container.restarts };
}

async function* toGenerator(log: CrashLog): AsyncGenerator<LogLine> {
  yield* keptLines(log);
}

import { modelLogsPermission } from '@orgmodels/backstage-plugin-organization-models-common';
import type { LogLine } from '../../domain/logs/LogLine';
import type { Caller } from '../access/Caller';
import type { AuthorizedModelService } from '../models/AuthorizedModelService';
import type { DefaultLogService } from './DefaultLogService';
import type { FollowOptions } from './followContainer';
import type { LogLimits } from './LogLimits';
import type { LogRequest, LogService } from './LogService';

/** Lets those read logs who may, as much as their organization may. */
export class AuthorizedLogService implements LogService {
  readonly #stopping = new AbortController();

  constructor(
    private readonly logs: Pick<DefaultLogService, 'read'>,
    private readonly options: {
      models: Pick<AuthorizedModelService, 'permit'>;
      limits: LogLimits;
      pause: FollowOptions['pause'];
    },
  ) {}

  async read(
    modelId: string,
    request: LogRequest,
    caller: Caller,
    given: AbortSignal,
  ): Promise<AsyncIterable<LogLine>> {
    const { models, limits } = this.options;
    const model = await models.permit(modelLogsPermission, modelId, caller);
    const leave = limits.enter(caller.organizationId);
    given.addEventListener('abort', leave, { once: true });
    if (given.aborted) {
      leave();
    }
    const signal = AbortSignal.any([given, this.#stopping.signal]);
    try {
      const lines = await this.logs.read(model, request, signal);
      return this.#slow(lines, caller, signal, leave);
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Ends all streams. */
  stop(): void {
    this.#stopping.abort();
  }

  async *#slow(
    lines: AsyncIterable<LogLine>,
    { organizationId }: Caller,
    signal: AbortSignal,
    leave: () => void,
  ): AsyncGenerator<LogLine> {
    try {
      for await (const line of lines) {
        const milliseconds = this.options.limits.take(organizationId);
        if (milliseconds > 0) {
          await this.options.pause(milliseconds, signal);
        }
        yield line;
      }
    } finally {
      leave();
    }
  }
}

import type { LoggerService } from '@backstage/backend-plugin-api';
import { ClusterRequestError } from '../cluster/connection/errors';
import { maskLogLine } from '../domain/diagnosis/logs/maskLogLine';
import { LRUCache } from 'lru-cache';
import type { DatabaseCrashLogs } from '../database/DatabaseCrashLogs';
import {
  findEndings,
  type UnreadEnding,
} from '../domain/diagnosis/logs/findEndings';
import type { CrashLog } from '../domain/facts/CrashLog';
import type { PodFacts } from '../domain/facts/ObservedModel';

/** Of one log, in characters. */
const LONGEST_LOG = 32_000;
const MOST_TRIES = 3;

/**
 * Reads the last lines of every container that ended badly, once, while they
 * are there: pod and node may be gone when somebody asks.
 */
export class CrashLogKeeper {
  readonly #tries = new LRUCache<string, number>({ max: 1_000 });

  constructor(
    private readonly options: {
      crashLogs: DatabaseCrashLogs;
      readLog(
        cluster: string,
        ending: UnreadEnding,
        signal: AbortSignal,
      ): Promise<string[] | undefined>;
      logger: LoggerService;
    },
  ) {}

  /** Logs that are kept of a model, newest first, with what was just read. */
  async keep(
    model: { id: string; cluster: string; generation: number },
    pods: PodFacts[],
    signal: AbortSignal,
  ): Promise<CrashLog[]> {
    const endings = findEndings(pods);
    if (endings.length === 0) {
      return [];
    }
    const { crashLogs } = this.options;
    const kept = await crashLogs.read(model.id);
    const unread = endings.filter(
      ending => !kept.some(log => isSame(log, ending)),
    );
    const read: CrashLog[] = [];
    for (const ending of unread) {
      const lines = await this.#read(model.cluster, ending, signal);
      if (lines) {
        const { namespace, previous, ...rest } = ending;
        read.push({ ...rest, generation: model.generation, lines });
        await crashLogs.save(model.id, read.at(-1)!);
      }
    }
    return [...read, ...kept];
  }

  async #read(cluster: string, ending: UnreadEnding, signal: AbortSignal) {
    const key = `${cluster} ${ending.namespace}/${ending.pod} ${ending.container} ${ending.endedAt}`;
    const tries = this.#tries.get(key) ?? 0;
    if (tries >= MOST_TRIES) {
      return undefined;
    }
    this.#tries.set(key, tries + 1);
    try {
      const lines = await this.options.readLog(cluster, ending, signal);
      return lines && shorten(lines.map(maskLogLine));
    } catch (error) {
      // what it said is a help, not a need: the status goes on without
      const { logger } = this.options;
      const text = `The log of ${key} cannot be read: ${error}`;
      // no later look gets it, unless somebody knows
      if (error instanceof ClusterRequestError && error.lacksRight) {
        logger.warn(text);
      } else {
        logger.debug(text);
      }
      return undefined;
    }
  }
}

function isSame(log: CrashLog, ending: UnreadEnding): boolean {
  return (
    log.pod === ending.pod &&
    log.container === ending.container &&
    log.endedAt === ending.endedAt
  );
}

// the newest lines, whole ones
function shorten(lines: string[]): string[] {
  let size = 0;
  const first = lines.findLastIndex(line => {
    size += line.length + 1;
    return size > LONGEST_LOG;
  });
  return lines.slice(first + 1);
}

import type { LoggerService } from '@backstage/backend-plugin-api';
import { sortBy } from 'lodash';
import type { CustomResourceFacts } from '../../domain/facts/ClusterFacts';
import type { WatchListener } from '../watching/watchResource';

/** Served resources are also looked for this often, whatever the watch says. */
const DISCOVERY_INTERVAL_MS = 30_000;
/**
 * Discovery follows a definition's change with a delay: of about a second where
 * the API server has little else to do, and of many where it has.
 */
const DISCOVERY_DELAYS_MS = [300, 1_500, 5_000, 15_000];
/**
 * So long an API server that was started may answer without the custom
 * resources whose definitions it has: it begins to serve them one by one.
 */
const UNSERVED_MS = 20_000;
/** A list of sixty definitions is one reason to look, not sixty. */
const GATHER_MS = 50;

type Hooks = Pick<WatchListener, 'listed' | 'alive' | 'lost' | 'unreadable'>;

/** Names of the definitions that are there, and of those that were. */
class Definitions {
  readonly #there = new Set<string>();
  readonly #gone = new Set<string>();
  #unlisted: Set<string> | undefined;

  // An aggregated API server's resources have no definition, and are not gone
  isGone(name: string): boolean {
    return this.#gone.has(name);
  }

  isThere(name: string): boolean {
    return this.#there.has(name);
  }

  listing() {
    this.#unlisted = new Set(this.#there);
  }

  listed() {
    this.#unlisted?.forEach(name => this.gone(name));
    this.#unlisted = undefined;
  }

  present(name: string) {
    this.#unlisted?.delete(name);
    this.#there.add(name);
    this.#gone.delete(name);
  }

  gone(name: string) {
    this.#there.delete(name);
    this.#gone.add(name);
  }
}

/** What discovery answered, and for a while what it answered before. */
class Discovered {
  #resources: CustomResourceFacts[] | undefined;
  readonly #missedSince = new Map<string, number>();

  get resources(): CustomResourceFacts[] | undefined {
    return this.#resources;
  }

  learn(answer: CustomResourceFacts[], definitions: Definitions) {
    const now = performance.now();
    const names = new Set(answer.map(({ name }) => name));
    names.forEach(name => this.#missedSince.delete(name));
    const unserved = (this.#resources ?? []).filter(
      ({ name }) =>
        !names.has(name) &&
        definitions.isThere(name) &&
        now - this.#firstMissed(name, now) < UNSERVED_MS,
    );
    this.#resources = sortBy([...answer, ...unserved], 'name');
  }

  #firstMissed(name: string, now: number): number {
    const first = this.#missedSince.get(name) ?? now;
    this.#missedSince.set(name, first);
    return first;
  }
}

/**
 * Knows which custom resources are served until the signal: discovery tells
 * their versions, now and then and soon after the watch of definitions that it
 * listens to tells of a change. A definition that is gone counts from the moment
 * the watch says so, whatever discovery still answers; one that is there is
 * served on, for a while, when discovery leaves it out.
 */
export function followDefinitions(options: {
  discover(): Promise<CustomResourceFacts[]>;
  onServed(resources: CustomResourceFacts[]): void;
  logger: LoggerService;
  signal: AbortSignal;
}) {
  const { discover, onServed, logger, signal } = options;
  const definitions = new Definitions();
  const discovered = new Discovered();
  let told = '';
  const tell = () => {
    const served = discovered.resources?.filter(
      ({ name }) => !definitions.isGone(name),
    );
    const text = JSON.stringify(served);
    if (served && text !== told) {
      told = text;
      onServed(served);
    }
  };
  const look = oneAtATime(async () => {
    try {
      const answer = await discover();
      if (!signal.aborted) {
        discovered.learn(answer, definitions);
        tell();
      }
    } catch (error) {
      logger.debug(`Discovery failed: ${(error as Error).message}`);
    }
  });
  const lookSoon = gather(() =>
    DISCOVERY_DELAYS_MS.forEach(delay =>
      setTimeout(() => !signal.aborted && look(), delay).unref(),
    ),
  );
  const interval = setInterval(look, DISCOVERY_INTERVAL_MS);
  signal.addEventListener('abort', () => clearInterval(interval), {
    once: true,
  });
  look();
  return {
    look,
    isComplete: () => discovered.resources !== undefined,
    listener: (hooks: Hooks): WatchListener => ({
      listing: () => definitions.listing(),
      present({ metadata }) {
        // No longer served while it waits for its objects to go
        if (metadata.deletionTimestamp) {
          definitions.gone(metadata.name);
          tell();
        } else {
          definitions.present(metadata.name);
        }
        lookSoon();
      },
      gone({ metadata }) {
        definitions.gone(metadata.name);
        tell();
        lookSoon();
      },
      listed() {
        definitions.listed();
        tell();
        hooks.listed();
      },
      alive: hooks.alive,
      lost: hooks.lost,
      unreadable: hooks.unreadable,
    }),
  };
}

// An answer that was long on its way must not come after a newer one. Whoever
// asks meanwhile asks for a later state, and gets one more look
function oneAtATime(work: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const run = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      await work();
    } while (again);
    running = false;
  };
  return () => void run();
}

function gather(run: () => void): () => void {
  let pending: NodeJS.Timeout | undefined;
  return () => {
    pending ??= setTimeout(() => {
      pending = undefined;
      run();
    }, GATHER_MS);
  };
}

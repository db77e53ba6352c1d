import type { LoggerService } from '@backstage/backend-plugin-api';
import type { CustomResourceFacts } from '../../domain/facts/ClusterFacts';
import type { WatchListener } from '../watchResource';

/** Served resources are also looked for this often, whatever the watch says. */
const DISCOVERY_INTERVAL_MS = 30_000;
/**
 * Discovery follows a definition's change with a delay: of about a second where
 * the API server has little else to do, and of many where it has.
 */
const DISCOVERY_DELAYS_MS = [300, 1_500, 5_000, 15_000];
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

/**
 * Knows which custom resources are served until the signal: discovery tells
 * their versions, now and then and soon after the watch of definitions that it
 * listens to tells of a change. A definition that is gone counts from the moment
 * the watch says so, whatever discovery still answers.
 */
export function followDefinitions(options: {
  discover(): Promise<CustomResourceFacts[]>;
  onServed(resources: CustomResourceFacts[]): void;
  logger: LoggerService;
  signal: AbortSignal;
}) {
  const { discover, onServed, logger, signal } = options;
  const definitions = new Definitions();
  let discovered: CustomResourceFacts[] | undefined;
  let told = '';
  const tell = () => {
    const served = discovered?.filter(({ name }) => !definitions.isGone(name));
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
        discovered = answer;
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
    isComplete: () => discovered !== undefined,
    listener: (hooks: Hooks): WatchListener => ({
      listing: () => definitions.listing(),
      present({ metadata }) {
        definitions.present(metadata.name);
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

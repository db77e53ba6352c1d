import type { LoggerService } from '@backstage/backend-plugin-api';
import type { WatchListener } from '../watchResource';

/** CRDs are also looked for this often, whatever the watch says. */
const DISCOVERY_INTERVAL_MS = 30_000;
/** Discovery follows a CRD's change with a delay of about a second. */
const DISCOVERY_DELAYS_MS = [300, 1_500, 5_000];

/**
 * Looks which custom resources are served: at once, now and then, and soon after
 * the watch of CRDs that it listens to tells of a change.
 */
export function repeatDiscovery(
  discover: () => Promise<void>,
  logger: LoggerService,
  signal: AbortSignal,
) {
  let complete = false;
  const run = () => {
    if (!signal.aborted) {
      discover().then(
        () => {
          complete = true;
        },
        error => logger.debug(`Discovery failed: ${error.message}`),
      );
    }
  };
  const soon = () =>
    DISCOVERY_DELAYS_MS.forEach(delay => setTimeout(run, delay).unref());
  const interval = setInterval(run, DISCOVERY_INTERVAL_MS);
  run();
  signal.addEventListener('abort', () => clearInterval(interval), {
    once: true,
  });
  return {
    isComplete: () => complete,
    listener: (hooks: {
      listed(): void;
      lost(error: Error): void;
    }): WatchListener => ({
      listing() {},
      present: debounced(soon),
      gone: debounced(soon),
      listed: hooks.listed,
      lost: hooks.lost,
    }),
  };
}

// A list of sixty CRDs is one reason to look, not sixty
function debounced(run: () => void): () => void {
  let pending: NodeJS.Timeout | undefined;
  return () => {
    pending ??= setTimeout(() => {
      pending = undefined;
      run();
    }, 50);
  };
}

/** How a visit ended: the next one comes sooner after a change. */
export type VisitOutcome = 'changed' | 'unchanged' | 'ended';

/** A running polling loop. */
export type Polling = {
  /** Visits as soon as possible, also after a visit answered `ended`. */
  visitNow(): void;
  stop(): void;
};

// A storm of signals must not become a storm of requests
const SHORTEST_GAP_MS = 1_000;
const SLOWDOWN = 1.5;

/**
 * Visits again and again: quickly while things change, slower while they do
 * not, not at all while nobody looks at the tab.
 *
 * @param visit - must not reject; its signal is aborted by `stop`
 */
export function startPolling(
  visit: (signal: AbortSignal) => Promise<VisitOutcome>,
  options: { fastestMs: number; slowestMs: number },
): Polling {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let delay = options.fastestMs;
  let startedAt = -Infinity;
  let state: 'waiting' | 'visiting' | 'asked again' | 'ended' = 'waiting';

  const schedule = (milliseconds: number) => {
    clearTimeout(timer);
    if (!isHidden() && !controller.signal.aborted) {
      timer = setTimeout(run, milliseconds);
    }
  };
  const run = async () => {
    state = 'visiting';
    startedAt = Date.now();
    const outcome = await visit(controller.signal);
    const isAskedAgain = (state as string) === 'asked again';
    state = outcome === 'ended' && !isAskedAgain ? 'ended' : 'waiting';
    delay =
      outcome === 'changed'
        ? options.fastestMs
        : Math.min(delay * SLOWDOWN, options.slowestMs);
    if (state !== 'ended') {
      schedule(isAskedAgain ? gapSince(startedAt) : delay);
    }
  };
  const visitNow = () => {
    if (state === 'visiting' || state === 'asked again') {
      // What is under way may have been answered before the change
      state = 'asked again';
    } else {
      state = 'waiting';
      schedule(gapSince(startedAt));
    }
  };
  const onVisibility = () => {
    if (isHidden()) {
      clearTimeout(timer);
    } else if (state !== 'ended') {
      visitNow();
    }
  };

  document.addEventListener('visibilitychange', onVisibility);
  visitNow();
  return {
    visitNow,
    stop: () => {
      controller.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibility);
    },
  };
}

function isHidden(): boolean {
  return document.visibilityState === 'hidden';
}

function gapSince(startedAt: number): number {
  return Math.max(0, startedAt + SHORTEST_GAP_MS - Date.now());
}

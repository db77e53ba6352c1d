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
  let state: 'waiting' | 'visiting' | 'ended' = 'waiting';
  let isAskedAgain = false;

  function schedule(milliseconds: number) {
    clearTimeout(timer);
    if (!isHidden() && !controller.signal.aborted) {
      timer = setTimeout(run, milliseconds);
    }
  }

  async function run() {
    state = 'visiting';
    isAskedAgain = false;
    startedAt = Date.now();
    const outcome = await visit(controller.signal);
    state = outcome === 'ended' && !isAskedAgain ? 'ended' : 'waiting';
    delay = outcome === 'changed' ? options.fastestMs : delay * SLOWDOWN;
    delay = Math.min(delay, options.slowestMs);
    if (state === 'waiting') {
      schedule(isAskedAgain ? gapSince(startedAt) : delay);
    }
  }

  function visitNow() {
    if (state === 'visiting') {
      // What is under way may have been answered before the change
      isAskedAgain = true;
      return;
    }
    state = 'waiting';
    schedule(gapSince(startedAt));
  }

  function onVisibilityChange() {
    if (isHidden()) {
      clearTimeout(timer);
    } else if (state === 'waiting') {
      visitNow();
    }
  }

  document.addEventListener('visibilitychange', onVisibilityChange);
  visitNow();
  return {
    visitNow,
    stop: () => {
      controller.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibilityChange);
    },
  };
}

function isHidden(): boolean {
  return document.visibilityState === 'hidden';
}

function gapSince(startedAt: number): number {
  return Math.max(0, startedAt + SHORTEST_GAP_MS - Date.now());
}

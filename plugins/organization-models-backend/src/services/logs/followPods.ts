import type { LogLine } from '../../domain/logs/LogLine';
import type { FollowedContainer, FollowOptions } from './followContainer';
import { LineChannel } from './LineChannel';
import { PodFollower, type SeenContainer } from './PodFollower';

/** Between two looks for new pods, in milliseconds. */
const LOOK_MS = 1_000;

/**
 * What all containers of a model write, as they come and go: in the order of
 * arrival, each told by its lines.
 *
 * @param known - containers whose lines so far were read
 * @param look - the model's containers now; `undefined` when it is gone
 */
export async function* followPods(
  known: FollowedContainer[],
  look: () => Promise<SeenContainer[] | undefined>,
  options: FollowOptions,
): AsyncGenerator<LogLine> {
  const ended = new AbortController();
  const signal = AbortSignal.any([options.signal, ended.signal]);
  const channel = new LineChannel();
  signal.addEventListener('abort', () => channel.close(), { once: true });
  const pods = new PodFollower(channel, { ...options, signal });
  known.forEach(container => pods.follow(container));
  const looking = lookAgainAndAgain();
  // Whoever leaves early does not wait for it
  looking.catch(() => undefined);
  try {
    yield* channel.read();
    // An error of looking is the reader's to know
    await looking;
  } finally {
    ended.abort();
  }

  async function lookAgainAndAgain(): Promise<void> {
    try {
      while (!signal.aborted) {
        const seen = await look();
        if (!seen) {
          return;
        }
        await pods.see(seen);
        await options.pause(LOOK_MS, signal);
      }
    } finally {
      channel.close();
    }
  }
}

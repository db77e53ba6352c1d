import type { LogLine } from '../../domain/logs/LogLine';
import { ResumePoint } from '../../domain/logs/ResumePoint';
import {
  type FollowedContainer,
  followContainer,
  type FollowOptions,
} from './followContainer';
import type { LineChannel } from './LineChannel';

const keyOf = ({ place }: Pick<FollowedContainer, 'place'>) =>
  `${place.namespace}/${place.pod}/${place.container}`;

/** A container as it is seen at a look. */
export type SeenContainer = Omit<FollowedContainer, 'point'>;

type Followed = {
  gone: AbortController;
  /** Of the stream that is read now. */
  stale: AbortController;
  restarts: number;
  /** Lines that came, now and at the last look. */
  lines: number;
  linesAtLook: number;
  /** The reader has not taken the last one yet. */
  isWaiting: boolean;
};

/** Follows the containers that there are, into one channel. */
export class PodFollower {
  readonly #followed = new Map<string, Followed>();

  constructor(
    private readonly channel: LineChannel,
    private readonly options: FollowOptions,
  ) {}

  async see(seen: SeenContainer[]): Promise<void> {
    for (const container of seen) {
      const followed = this.#followed.get(keyOf(container));
      if (followed) {
        readOn(followed, container);
      } else {
        await this.channel.push(mark(container, 'newPod', 'New pod'));
        this.follow({ ...container, restarts: 0, point: new ResumePoint('') });
      }
    }
    this.#leave(new Set(seen.map(keyOf)));
  }

  follow(container: FollowedContainer): void {
    const followed: Followed = {
      gone: new AbortController(),
      stale: new AbortController(),
      restarts: container.restarts,
      lines: 0,
      linesAtLook: -1,
      isWaiting: false,
    };
    this.#followed.set(keyOf(container), followed);
    const stale = () => followed.stale.signal;
    void this.#pump({ ...container, stale }, followed);
  }

  // A kubelet ends the log of a pod that is gone, unless it is gone as well;
  // what still comes is waited for. The name may come back
  #leave(keys: Set<string>): void {
    for (const [key, followed] of this.#followed) {
      if (!keys.has(key) && isIdle(followed)) {
        followed.gone.abort();
        this.#followed.delete(key);
      }
      followed.linesAtLook = followed.lines;
    }
  }

  // Never fails: what breaks is tried again within
  async #pump(container: FollowedContainer, followed: Followed): Promise<void> {
    const { signal } = this.options;
    const lines = followContainer(container, {
      ...this.options,
      signal: AbortSignal.any([signal, followed.gone.signal]),
    });
    for await (const line of lines) {
      followed.lines++;
      followed.isWaiting = true;
      await this.channel.push(line);
      followed.isWaiting = false;
    }
    if (!signal.aborted) {
      const { since } = container.point;
      await this.channel.push(
        mark(container, 'ended', 'The pod is gone', since),
      );
    }
  }
}

function isIdle({ isWaiting, lines, linesAtLook }: Followed): boolean {
  return !isWaiting && lines === linesAtLook;
}

// The stream of a run may stay open after its end, where a node or a proxy does
// not tell: then nothing comes of it any more, and the next run is elsewhere
function readOn(followed: Followed, { restarts }: SeenContainer): void {
  if (restarts > followed.restarts && isIdle(followed)) {
    followed.restarts = restarts;
    followed.stale.abort();
    followed.stale = new AbortController();
  }
}

function mark(
  { place: { pod, container } }: SeenContainer,
  marker: 'newPod' | 'ended',
  line: string,
  time = '',
): LogLine {
  return { time, pod, container, line, marker };
}

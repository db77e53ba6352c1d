import type { LoggerService } from '@backstage/backend-plugin-api';
import { LRUCache } from 'lru-cache';
import limit from 'p-limit';
import type { DatabaseStarts } from '../database/DatabaseStarts';
import { newestPods } from '../domain/diagnosis/diagnose';
import { composeTimeline } from '../domain/diagnosis/starts/composeTimeline';
import { readMilestones } from '../domain/diagnosis/starts/readMilestones';
import { startPlaceOf } from '../domain/diagnosis/starts/startPlaceOf';
import { findRuntime } from '../domain/engines/findRuntime';
import type { ObservedModel, PodFacts } from '../domain/facts/ObservedModel';
import type { StoredModel } from '../domain/facts/StoredModel';

/** Logs that are read at a time. */
const MOST_AT_ONCE = 4;
/** A pod that has been ready for longer is not read any more, in milliseconds. */
const RECENT_MS = 600_000;

export type StartKeeperOptions = {
  starts: Pick<DatabaseStarts, 'has' | 'save'>;
  /** The first lines of a container's log, each with its time. */
  readBeginning(
    cluster: string,
    place: { namespace: string; pod: string; container: string },
    signal: AbortSignal,
  ): Promise<string[] | undefined>;
  now(): Date;
  logger: LoggerService;
};

/**
 * Keeps how long each pod that got ready took, so that a later start can be
 * told from one that hangs. It goes on beside the passes.
 */
export class StartKeeper {
  /** Pods that were looked at, by their uid. */
  readonly #known = new LRUCache<string, true>({ max: 20_000 });
  readonly #limited = limit(MOST_AT_ONCE);
  readonly #underWay = new Set<Promise<void>>();

  constructor(private readonly options: StartKeeperOptions) {}

  /** Returns at once. */
  keep(model: StoredModel, observed: ObservedModel, signal: AbortSignal): void {
    for (const pod of newestPods(observed, {}).filter(this.#isNews)) {
      this.#known.set(pod.uid, true);
      const kept: Promise<void> = this.#limited(() =>
        this.#keep(model, { observed, pod }, signal),
      )
        .catch(error => {
          this.#known.delete(pod.uid);
          this.options.logger.debug(
            `How ${pod.name} started is not kept: ${error}`,
          );
        })
        .finally(() => this.#underWay.delete(kept));
      this.#underWay.add(kept);
    }
  }

  /** Until nothing is under way: for the end of the process. */
  async settle(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  // what crashed on its way is no measure
  readonly #isNews = ({ uid, ready, readySince, containers }: PodFacts) =>
    ready &&
    !this.#known.has(uid) &&
    containers.every(({ restarts }) => restarts === 0) &&
    this.options.now().getTime() - Date.parse(readySince ?? '') < RECENT_MS;

  async #keep(
    model: StoredModel,
    { observed, pod }: { observed: ObservedModel; pod: PodFacts },
    signal: AbortSignal,
  ) {
    const { starts, readBeginning } = this.options;
    if (signal.aborted || (await starts.has(pod.uid))) {
      return;
    }
    const engine = findRuntime(model.resolved.runtime);
    const [container] = pod.containers;
    const place = { namespace: pod.namespace, pod: pod.name };
    // without it a part of the phases is not known: that is no reason to fail
    const lines = await readBeginning(
      model.cluster,
      { ...place, container: container.name },
      signal,
    ).catch(() => undefined);
    const milestones = readMilestones(lines ?? [], engine);
    const phases = composeTimeline(
      { ...observed, pods: [pod] },
      { logs: [], engine, start: { podUid: pod.uid, milestones } },
    );
    await starts.save({
      ...startPlaceOf(model, pod),
      modelId: model.id,
      generation: model.generation,
      cluster: model.cluster,
      readyAt: pod.readySince!,
      milestones,
      seconds: Object.fromEntries(
        phases.flatMap(({ phase, seconds }) =>
          seconds === undefined ? [] : [[phase, seconds]],
        ),
      ),
    });
  }
}

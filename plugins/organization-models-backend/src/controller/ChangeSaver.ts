import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterMemory } from '../cluster/observe/ClusterMemory';
import type { WatchSigns } from '../domain/facts/Freshness';
import { isServed } from '../cluster/connection/resourceKinds';
import { OWNED_KINDS } from '../domain/ownership/ownedKinds';
import type { Reachability } from '../cluster/observe/probeCluster';
import type { DatabaseClusterFacts } from '../database/facts/DatabaseClusterFacts';
import type { FactsWriter } from '../database/facts/FactsWriter';
import type { DatabaseObservations } from '../database/DatabaseObservations';

/**
 * Changes are gathered this long before they are saved, in milliseconds. A
 * start comes in bursts – ReplicaSet, pod, node, status –, and each save costs
 * a pass; for a person it is at once.
 */
const GATHER_MS = 150;
/** More models than that at once are a burst. */
const BURST = 4;
/**
 * In a burst changes of each model are gathered this long, in milliseconds:
 * many start together, and a start is over about then, in one pass instead of
 * three.
 */
const BURST_GATHER_MS = 600;
/**
 * Facts of the whole cluster are saved this often at most, in milliseconds;
 * sooner with what happened to a few models.
 */
const FACTS_INTERVAL_MS = 500;
/** `observed_at` of an unchanged cluster is renewed this often. */
const SEEN_INTERVAL_MS = 10_000;
/** A save that failed is tried again after this long, in milliseconds. */
const RETRY_MS = 1_000;

type Source = {
  memory: ClusterMemory;
  isComplete(): boolean;
  signs(): WatchSigns;
};

/**
 * Saves what was seen of a cluster, soon after it changed, one save at a time;
 * what fails is tried again. Saves nothing before the first complete look:
 * half a list would look like deleted nodes and pods.
 */
export class ChangeSaver {
  readonly #factsWriter: FactsWriter;
  #source: Source | undefined;
  #timer: NodeJS.Timeout | undefined;
  #saving = false;
  #again = false;
  #stopped = false;
  #begun = false;
  #savedServed = '';
  #knowsWorkloads = false;
  #factsSavedAt = -Infinity;
  /** Since when models wait in a burst, by id. */
  #waitingSince = new Map<string, number>();
  #reachability: Reachability | undefined;
  #savedReachability: Reachability | undefined;
  /** Nobody watched the cluster since then, in ms since 1970. */
  #unseenSince: number | undefined;
  #seenAt = -Infinity;
  #savedStale = '';
  #signsSavedAt = -Infinity;

  constructor(
    private readonly options: {
      cluster: string;
      clusterFacts: DatabaseClusterFacts;
      observations: DatabaseObservations;
      logger: LoggerService;
      onMarked(): void;
    },
  ) {
    this.#factsWriter = options.clusterFacts.openWriter(options.cluster);
  }

  begin(source: Source) {
    this.#source = source;
    this.saveSoon();
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  setReachability(reachability: Reachability) {
    this.#reachability = reachability;
    this.saveSoon();
  }

  saveSoon(delayMs = GATHER_MS) {
    this.#again = true;
    if (!this.#timer && !this.#saving && !this.#stopped) {
      this.#timer = setTimeout(() => this.#run(), delayMs);
    }
  }

  async #run() {
    this.#timer = undefined;
    this.#saving = true;
    this.#again = false;
    let delayMs = GATHER_MS;
    try {
      await this.#save();
    } catch (error) {
      const { logger, cluster } = this.options;
      logger.warn(`What was seen of ${cluster} cannot be saved: ${error}`);
      this.#again = true;
      delayMs = RETRY_MS;
    } finally {
      this.#saving = false;
    }
    if (this.#again) {
      this.saveSoon(delayMs);
    }
  }

  async #save() {
    await this.#saveReachability();
    if (this.#source?.isComplete()) {
      // What happens meanwhile is saved the next time
      const { memory } = this.#source;
      const signs = this.#source.signs();
      await this.#saveModels(memory);
      await this.#saveSigns(signs);
    }
  }

  async #saveReachability() {
    const { clusterFacts, cluster } = this.options;
    const now = this.#reachability;
    if (!now) {
      return;
    }
    const before = this.#savedReachability;
    const isNews =
      now.reachable !== before?.reachable || now.message !== before?.message;
    const isDue = performance.now() - this.#seenAt >= SEEN_INTERVAL_MS;
    if (!isNews && !(isDue && now.reachable)) {
      return;
    }
    if (!before) {
      // By whoever watched it before us
      const { observedAt } = await clusterFacts.read(cluster);
      this.#unseenSince = observedAt ? Date.parse(observedAt) : undefined;
    }
    if (now.reachable) {
      await clusterFacts.saveReachable(
        cluster,
        new Date().toISOString(),
        now.message,
      );
    } else {
      await clusterFacts.saveUnreachable(cluster, now.message ?? '');
    }
    this.#seenAt = performance.now();
    this.#savedReachability = now;
    if (now.reachable !== before?.reachable) {
      await this.#markAll();
    }
  }

  // One write tells of all models that nothing happened to them
  async #saveSigns(signs: WatchSigns) {
    const stale = JSON.stringify(signs.stale);
    const isDue = performance.now() - this.#signsSavedAt >= SEEN_INTERVAL_MS;
    if (stale !== this.#savedStale || isDue) {
      const { clusterFacts, cluster } = this.options;
      // An API server without its storage sends bookmarks all the same
      const watchedAt = this.#reachability?.reachable
        ? signs.watchedAt
        : undefined;
      await clusterFacts.saveSigns(cluster, { ...signs, watchedAt });
      this.#savedStale = stale;
      this.#signsSavedAt = performance.now();
    }
  }

  // Conditions turn Unknown when a cluster goes away, and back when it returns
  async #markAll() {
    await this.options.observations.markAll(this.options.cluster);
    this.options.onMarked();
  }

  // Facts are newer, and there sooner: whose pods are seen, those are counted
  async #saveModels(memory: ClusterMemory) {
    const { cluster, observations, onMarked } = this.options;
    const models = this.#begun
      ? this.#takeTouched(memory)
      : await this.#allModels(memory);
    const seen = models.map(modelId => ({
      modelId,
      observation: memory.observation(modelId),
    }));
    const at = new Date().toISOString();
    const clock = { now: steadyNow(), unseenSince: this.#unseenSince };
    try {
      await this.#saveFacts(memory, { isDue: models.length > 0 });
      if (models.length > 0) {
        await observations.save(cluster, seen, at, clock);
        onMarked();
      }
    } catch (error) {
      memory.touchModels(models);
      throw error;
    }
    this.#begun = true;
    this.#unseenSince = undefined;
  }

  // In a burst the others stay touched, and are looked at again soon; facts,
  // which are saved with models, are so no more often than ever
  #takeTouched(memory: ClusterMemory): string[] {
    const touched = memory.takeTouchedModels();
    const now = performance.now();
    const since = this.#waitingSince;
    this.#waitingSince = new Map();
    if (touched.length <= BURST) {
      return touched;
    }
    const areFactsDue = this.#areFactsDue();
    const waiting = touched.filter(id => {
      const begun = since.get(id) ?? now;
      return !areFactsDue || now - begun < BURST_GATHER_MS - GATHER_MS;
    });
    waiting.forEach(id => this.#waitingSince.set(id, since.get(id) ?? now));
    memory.touchModels(waiting);
    return touched.filter(id => !this.#waitingSince.has(id));
  }

  // Objects may have gone while nobody was watching
  async #allModels(memory: ClusterMemory): Promise<string[]> {
    memory.takeTouchedModels();
    const known = await this.options.observations.readModelIds(
      this.options.cluster,
    );
    return [...new Set([...known, ...memory.modelIds()])];
  }

  async #saveFacts(memory: ClusterMemory, { isDue }: { isDue: boolean }) {
    // Soon they are saved with the models that wait in a burst
    const isEarly = this.#waitingSince.size > 0 || !this.#areFactsDue();
    if (!isDue && isEarly) {
      this.#again = true;
      return;
    }
    this.#factsSavedAt = performance.now();
    await this.#saveWorkloads(memory);
    if (memory.takeTouchedFacts()) {
      try {
        await this.#saveChangedFacts(memory);
      } catch (error) {
        memory.touchFacts();
        throw error;
      }
    }
  }

  #areFactsDue(): boolean {
    return performance.now() - this.#factsSavedAt >= FACTS_INTERVAL_MS;
  }

  // One status change writes one row, however many workloads there are
  async #saveWorkloads(memory: ClusterMemory) {
    const { cluster, observations } = this.options;
    const uids = memory.takeTouchedWorkloads();
    try {
      const known = this.#knowsWorkloads
        ? new Map<string, string>()
        : await observations.readWorkloadSummaries(cluster);
      const changed = uids
        .flatMap(uid => memory.workload(uid) ?? [])
        .filter(found => known.get(found.uid) !== JSON.stringify(found));
      // Some may have gone while nobody was watching
      const gone = [...uids, ...known.keys()].filter(
        uid => !memory.workload(uid),
      );
      if (changed.length + gone.length > 0) {
        await observations.saveWorkloads(cluster, { changed, gone });
      }
      this.#knowsWorkloads = true;
    } catch (error) {
      memory.touchWorkloads(uids);
      throw error;
    }
  }

  async #saveChangedFacts(memory: ClusterMemory) {
    const facts = memory.facts();
    await this.#factsWriter.save(facts, new Date().toISOString());
    // A definition that came or went decides which objects a model has
    const served = JSON.stringify(
      OWNED_KINDS.map(kind => isServed(kind, facts.customResources)),
    );
    if (served !== this.#savedServed) {
      await this.#markAll();
      this.#savedServed = served;
    }
    // only now do their passes see it
    memory.touchModels(memory.takeModelsOfTurnedNodes());
  }
}

/**
 * What a clock would show that nobody sets while this process runs, in
 * milliseconds since 1970.
 */
function steadyNow(): number {
  return Math.round(performance.timeOrigin + performance.now());
}

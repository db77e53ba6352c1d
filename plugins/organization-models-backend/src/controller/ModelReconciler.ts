import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterObjects } from '../cluster/objects/ClusterObjects';
import {
  ClusterRequestError,
  ClusterUnreachableError,
} from '../cluster/connection/errors';
import type { DatabaseModels } from '../database/models/DatabaseModels';
import type { DatabaseStatuses } from '../database/models/DatabaseStatuses';
import { isOutcomeUnknown } from '../database/opening/nameDatabaseTrouble';
import type { DatabasePasses } from '../database/DatabasePasses';
import { describeEnds } from '../domain/facts/podEnds';
import type { NewHistoryEntry, StoredModel } from '../domain/facts/StoredModel';
import {
  concludeDelay,
  concludePass,
  type PassConclusion,
} from '../domain/pass/concludePass';
import {
  type ConvergePlan,
  type PassCluster,
  type PassDone,
  type PassSeen,
  podsOf,
} from '../domain/pass/Pass';
import { planPass } from '../domain/pass/planPass';
import { applyPlan } from './applyPlan';
import type { StartKeeper } from './StartKeeper';
import type { StartProver } from './StartProver';
import type { CrashLogKeeper } from './CrashLogKeeper';
import { deleteModel } from './deleteModel';
import { findSecretProblem } from './findSecretProblem';
import { hastenPods } from './hastenPods';
import { type LogPlace, readDownloads } from './readDownloads';
import { releaseModel } from './releaseModel';
import { takeOverOrigin } from './takeOverOrigin';
import type { PassOutcome } from './Worker';

export type ReconcilerOptions = {
  models: DatabaseModels;
  statuses: DatabaseStatuses;
  passes: DatabasePasses;
  crashLogs: CrashLogKeeper;
  /** @returns `undefined` where the node has it no more */
  readLog(
    cluster: string,
    place: LogPlace,
    signal: AbortSignal,
  ): Promise<string[] | undefined>;
  /** `undefined`: nobody asks engines whether they answer. */
  prover: StartProver | undefined;
  starts: StartKeeper;
  /** `undefined`: the cluster is not configured any more. */
  clusterOf(
    name: string,
  ): (PassCluster & { objects: ClusterObjects }) | undefined;
  logger: LoggerService;
  now(): Date;
  /** What of a pass was written into the history. */
  onHistory(model: StoredModel, entries: NewHistoryEntry[]): void;
  /** A status changed. */
  onChanged(model: StoredModel, change: 'saved' | 'removed'): void;
  /** A generation failed to start, for which it was asked what to do then. */
  onFailedStart(model: StoredModel): void;
};

/**
 * One pass over a model: read, plan, act, conclude, save. What to do and what it
 * comes to is decided in `domain/pass`. Level-triggered: whatever happened
 * before, one pass brings the model closer.
 */
export class ModelReconciler {
  constructor(private readonly options: ReconcilerOptions) {}

  async reconcile(modelId: string, signal: AbortSignal): Promise<PassOutcome> {
    const { clusterOf, now, passes } = this.options;
    const input = await passes.read(modelId);
    if (!input) {
      return { result: 'gone' };
    }
    const { model, ...known } = input;
    const seen = { ...known, cluster: clusterOf(model.cluster) };
    const plan = planPass(model, seen, now());
    switch (plan.kind) {
      case 'converge':
        return this.#conclude(model, seen, {
          done: await this.#withLogs(model, seen, {
            done: await this.#converge(model, seen, { plan, signal }),
            signal,
          }),
          signal,
        });
      case 'wait':
        return this.#conclude(model, seen, {
          done: {
            applied: model.applied,
            problems: [],
            repairs: [],
            unreachable: plan.why,
          },
          signal,
        });
      case 'remove':
      case 'release':
        return this.#leave(model, seen, plan.kind);
      default:
        return this.#delay(model, plan.reason);
    }
  }

  async #converge(
    model: StoredModel,
    seen: PassSeen,
    { plan, signal }: { plan: ConvergePlan; signal: AbortSignal },
  ): Promise<PassDone> {
    const { objects } = this.options.clusterOf(model.cluster)!;
    const notTaken = plan.takeOver
      ? await takeOverOrigin(model, plan.takeOver.origin, {
          ...{ manifests: plan.takeOver.manifests, objects, signal },
        })
      : [];
    if (notTaken.length > 0) {
      return { applied: model.applied, problems: notTaken, repairs: [] };
    }
    const done = await applyPlan(plan, {
      modelId: model.id,
      objects,
      applied: model.applied,
      customResources: seen.known.facts?.customResources ?? [],
      findProblem: manifest => findSecretProblem(model, { manifest, objects }),
      now: this.options.now,
      signal,
    });
    if (plan.resize) {
      this.options.logger.info(
        `Deployment ${model.spec.name} of ${model.id} is stuck in being scaled: ${plan.resize.sets} are to be sized for ${plan.resize.replicas}`,
      );
    }
    await this.#hastenPods(model, seen, objects);
    return {
      ...done,
      leftAlone: plan.leftAlone,
      problems: [...plan.contested, ...done.problems],
    };
  }

  async #withLogs(
    model: StoredModel,
    seen: PassSeen,
    { done, signal }: { done: PassDone; signal: AbortSignal },
  ): Promise<PassDone> {
    const { crashLogs, readLog } = this.options;
    if (done.unreachable !== undefined) {
      return done;
    }
    return {
      ...done,
      logs: await crashLogs.keep(model, podsOf(seen), signal),
      downloads: await readDownloads(podsOf(seen), place =>
        readLog(model.cluster, place, signal),
      ),
    };
  }

  async #hastenPods(
    { id }: StoredModel,
    seen: PassSeen,
    objects: ClusterObjects,
  ): Promise<void> {
    const refused = await hastenPods(podsOf(seen), objects);
    if (refused) {
      this.options.logger.warn(
        `Pods of ${id} that serve nobody take their whole time to end: ${refused}`,
      );
    }
  }

  #conclude(
    model: StoredModel,
    seen: PassSeen,
    { done, signal }: { done: PassDone; signal: AbortSignal },
  ): PassOutcome {
    const now = this.options.now();
    const conclusion = concludePass(model, seen, { done, now });
    if (done.unreachable === undefined) {
      this.#followStart(conclusion.next, seen, signal);
    }
    return this.#toOutcome(model, conclusion);
  }

  // Both go on beside the pass
  #followStart(model: StoredModel, seen: PassSeen, signal: AbortSignal): void {
    const { prover, starts } = this.options;
    const { observation, proof } = seen;
    if (observation) {
      starts.keep(model, observation.model, signal);
    }
    const isReady =
      model.reached?.served === model.generation && model.replicas.ready > 0;
    if (isReady && !proof && model.spec.desired_state !== 'stopped') {
      prover?.prove(model, podsOf(seen), signal);
    }
  }

  // Watches tell when something of it is gone; the growing pauses between tries
  // are for what they cannot see
  async #leave(
    model: StoredModel,
    seen: PassSeen,
    how: 'remove' | 'release',
  ): Promise<PassOutcome> {
    const { objects } = this.options.clusterOf(model.cluster)!;
    try {
      if (how === 'release') {
        await releaseModel(model, objects);
        return await this.#forget(model);
      }
      const progress = await deleteModel(model, objects);
      await this.#hastenPods(model, seen, objects);
      if (progress.state === 'waiting') {
        const ending = podsOf(seen).filter(({ deleting }) => deleting);
        const message =
          ending.length > 0 ? describeEnds(ending) : progress.message;
        return this.#delay(model, { code: 'Deleting', message });
      }
    } catch (error) {
      if (
        error instanceof ClusterUnreachableError ||
        error instanceof ClusterRequestError
      ) {
        const { message } = error;
        return this.#delay(model, { code: 'DeletionDelayed', message });
      }
      throw error;
    }
    return this.#forget(model, { isGone: true });
  }

  async #forget(
    model: StoredModel,
    options: { isGone?: boolean } = {},
  ): Promise<PassOutcome> {
    try {
      await this.options.models.remove(model.id, options);
    } catch (error) {
      // Once it is gone there is no other pass that could say so
      if (isOutcomeUnknown(error)) {
        this.options.onChanged(model, 'removed');
      }
      throw error;
    }
    this.options.onChanged(model, 'removed');
    return { result: 'gone' };
  }

  #delay(
    model: StoredModel,
    reason: { code: string; message: string },
  ): PassOutcome {
    const now = this.options.now();
    return this.#toOutcome(model, concludeDelay(model, reason, now));
  }

  #toOutcome(model: StoredModel, conclusion: PassConclusion): PassOutcome {
    const { statuses } = this.options;
    const { next, history, result, againMs, endsPause } = conclusion;
    if (!conclusion.isWorthSaving) {
      this.#tellOfFailedStart(conclusion);
      return { result, againMs };
    }
    return {
      result,
      againMs,
      finding: {
        async save(trx) {
          if (endsPause) {
            await statuses.endHealingPause(model, trx);
          }
          return statuses.save(model, next, history, trx);
        },
        onSaved: () => this.#tell(conclusion),
      },
    };
  }

  #tell(conclusion: PassConclusion): void {
    const { onChanged, onHistory } = this.options;
    const { next, history, isNews } = conclusion;
    if (history.length > 0) {
      onHistory(next, history);
    }
    this.#tellOfFailedStart(conclusion);
    if (isNews) {
      onChanged(next, 'saved');
    }
  }

  #tellOfFailedStart({ isToGoBack, next }: PassConclusion): void {
    if (isToGoBack) {
      this.options.onFailedStart(next);
    }
  }
}

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterObjects } from '../cluster/ClusterObjects';
import {
  ClusterRequestError,
  ClusterUnreachableError,
} from '../cluster/errors';
import type { NewHistoryEntry } from '../database/DatabaseHistory';
import type { DatabaseModels } from '../database/DatabaseModels';
import type { DatabasePasses, PassInput } from '../database/DatabasePasses';
import { buildManifests } from '../domain/desired/buildManifests';
import { findDeployment } from '../domain/desired/findDeployment';
import type { ClusterFacts } from '../domain/facts/ClusterFacts';
import { linesByPod } from '../domain/facts/CrashLog';
import type { DesiredContext, Manifest } from '../domain/facts/ResolvedModel';
import type { StoredModel } from '../domain/facts/StoredModel';
import { describeEnds } from '../domain/facts/podEnds';
import { planObjects } from '../domain/plan/planObjects';
import { isStale } from '../domain/plan/isStale';
import {
  describeLeftAlone,
  isHealingPaused,
  withoutHealing,
} from '../domain/plan/pauseHealing';
import { planReplicas } from '../domain/plan/planReplicas';
import { hasFailedToStart } from '../domain/status/hasFailedToStart';
import { deriveStatus } from '../domain/status/deriveStatus';
import { toEndpointUrl } from '../domain/status/toEndpointUrl';
import {
  applyPlan,
  type ApplyProblem,
  type ApplyResult,
  hashManifests,
} from './applyPlan';
import type { StartKeeper } from './StartKeeper';
import type { StartProver } from './StartProver';
import type { CrashLogKeeper } from './CrashLogKeeper';
import { deleteModel } from './deleteModel';
import { type LogPlace, readDownloads } from './readDownloads';
import { hastenPods } from './hastenPods';
import { takeOverOrigin } from './takeOverOrigin';
import { releaseModel } from './releaseModel';
import { findSecretProblem } from './findSecretProblem';
import {
  findContested,
  findContestedScale,
  rememberHeals,
  toHistory,
} from './repairs';
import type { PassOutcome } from './Worker';

/** Between two looks at a download, in milliseconds. */
const DOWNLOAD_MS = 10_000;

type ContextOf = (
  model: StoredModel,
  facts: ClusterFacts,
) => DesiredContext | undefined;

export type ReconcilerOptions = {
  models: DatabaseModels;
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
  objectsOf(cluster: string): ClusterObjects | undefined;
  contextOf: ContextOf;
  /** What users call the cluster's gateway, where config says. */
  gatewayUrlOf(cluster: string): string | undefined;
  logger: LoggerService;
  now(): Date;
  /** What of a pass was written into the history. */
  onHistory(model: StoredModel, entries: NewHistoryEntry[]): void;
  /** A status changed. */
  onChanged(model: StoredModel, change: 'saved' | 'removed'): void;
  /** A generation failed to start, for which it was asked what to do then. */
  onFailedStart(model: StoredModel): void;
};

/** What is known of a model's cluster when a pass begins. */
type Seen = Omit<PassInput, 'model'>;

/**
 * One pass over a model: observe, plan, apply, derive the status, save it.
 * Level-triggered: whatever happened before, one pass brings it closer.
 */
export class ModelReconciler {
  constructor(private readonly options: ReconcilerOptions) {}

  async reconcile(modelId: string, signal: AbortSignal): Promise<PassOutcome> {
    const input = await this.options.passes.read(modelId);
    if (!input) {
      return { result: 'gone' };
    }
    const { model, ...seen } = input;
    return model.deletionRequestedAt
      ? this.#delete(model, seen)
      : this.#converge(model, seen, signal);
  }

  async #converge(
    model: StoredModel,
    seen: Seen,
    signal: AbortSignal,
  ): Promise<PassOutcome> {
    const result = await this.#apply(model, seen, signal);
    const { crashLogs, readLog } = this.options;
    const pods =
      result.unreachable === undefined
        ? seen.observation?.model.pods ?? []
        : [];
    const logs = await crashLogs.keep(model, pods, signal);
    const downloads = await readDownloads(pods, place =>
      readLog(model.cluster, place, signal),
    );
    const outcome = this.#concludeStatus(model, seen, {
      ...result,
      logLines: { ...linesByPod(logs), ...downloads },
      signal,
    });
    const isDownloading = Object.keys(downloads).length > 0;
    return isDownloading && outcome.result === 'settled'
      ? {
          ...outcome,
          againMs: Math.min(outcome.againMs ?? Infinity, DOWNLOAD_MS),
        }
      : outcome;
  }

  // Nothing is applied before the cluster was looked at: what is there already
  // would be taken for missing
  async #apply(
    model: StoredModel,
    { known, observation }: Seen,
    signal: AbortSignal,
  ): Promise<ApplyResult> {
    const nothing = { applied: model.applied, problems: [], repairs: [] };
    const objects = this.options.objectsOf(model.cluster);
    const context = known.facts && this.options.contextOf(model, known.facts);
    if (!objects || !context) {
      return {
        ...nothing,
        unreachable: `Cluster ${model.cluster} was not seen yet`,
      };
    }
    if (!known.reachable) {
      return {
        ...nothing,
        unreachable: known.message ?? 'The cluster does not answer',
      };
    }
    const manifests = buildManifests(context);
    const notTaken = await this.#takeOver(model, {
      ...{ manifests, objects, signal },
    });
    if (notTaken.length > 0) {
      return { ...nothing, problems: notTaken };
    }
    const whole = planObjects({
      manifests,
      hashes: hashManifests(manifests),
      applied: model.applied,
      observed: observation,
      generation: model.generation,
      ownSecret: ownSecretOf(model),
    });
    const isPaused = isHealingPaused(model, this.options.now());
    const { plan, leftAlone } = isPaused
      ? withoutHealing(whole, model.applied)
      : { plan: whole, leftAlone: [] };
    const contested = findContested(plan, model.heals, this.options.now());
    const present = observation?.model.deployment?.wantedReplicas;
    const scale = {
      desiredState: model.spec.desired_state ?? 'running',
      scaling: model.resolved.scaling,
      last: model.lastReplicas,
    };
    const isSettled = model.observedGeneration === model.generation;
    const isMade = model.applied.some(({ kind }) => kind === 'Deployment');
    const replicas =
      isMade && present !== undefined
        ? planReplicas({ ...scale, present })
        : undefined;
    const isScaled = isPaused && isSettled && replicas !== undefined;
    const contestedScale =
      isSettled && replicas !== undefined
        ? findContestedScale(model, this.options.now())
        : undefined;
    const result = await applyPlan(
      {
        ...plan,
        apply: plan.apply.filter(
          planned => !contested.planned.includes(planned),
        ),
      },
      {
        modelId: model.id,
        objects,
        applied: model.applied,
        customResources: known.facts?.customResources ?? [],
        replicas: contestedScale || isScaled ? undefined : replicas,
        isSettled,
        initialReplicas: planReplicas({ ...scale, present: undefined }) ?? 0,
        deployment: findDeployment(manifests),
        findProblem: manifest =>
          findSecretProblem(model, { manifest, objects }),
        signal,
      },
    );
    await this.#hastenPods(model, observation, objects);
    return {
      ...result,
      leftAlone: describeLeftAlone(leftAlone, isScaled),
      problems: [
        ...contested.problems,
        ...(contestedScale && !isScaled ? [contestedScale] : []),
        ...result.problems,
      ],
    };
  }

  // Until its first generation is applied, what was there may be nobody's yet
  async #takeOver(
    model: StoredModel,
    options: {
      manifests: Manifest[];
      objects: ClusterObjects;
      signal: AbortSignal;
    },
  ): Promise<ApplyProblem[]> {
    return model.origin && model.observedGeneration < model.generation
      ? takeOverOrigin(model, model.origin, options)
      : [];
  }

  async #hastenPods(
    { id }: StoredModel,
    observation: Seen['observation'],
    objects: ClusterObjects,
  ): Promise<void> {
    const refused = await hastenPods(observation?.model.pods ?? [], objects);
    if (refused) {
      this.options.logger.warn(
        `Pods of ${id} that serve nobody take their whole time to end: ${refused}`,
      );
    }
  }

  #concludeStatus(
    model: StoredModel,
    seen: Seen,
    result: ApplyResult & {
      logLines: Record<string, string[]>;
      signal: AbortSignal;
    },
  ): PassOutcome {
    const { models, now } = this.options;
    const paused = isHealingPaused(model, now());
    const reachable = result.unreachable === undefined;
    const isApplied = reachable && result.problems.length === 0;
    const observedGeneration = isApplied
      ? model.generation
      : model.observedGeneration;
    const derived = deriveStatus({
      desiredState: model.spec.desired_state ?? 'running',
      deletionRequested: false,
      generation: model.generation,
      observedGeneration,
      resolved: model.resolved,
      observed: seen.observation?.model,
      applyProblems: result.problems.map(({ code, message }) => ({
        code,
        message,
      })),
      reachable,
      isStale: isStale(seen.observation, result.applied, {
        model,
        now: now(),
      }),
      reached: model.reached,
      logLines: result.logLines,
      nodes: seen.known.facts?.nodes,
      proof: seen.proof,
      previous: previousOf(model),
      healingPaused: paused
        ? {
            until: model.healingPausedUntil!,
            leftAlone: result.leftAlone ?? [],
          }
        : undefined,
      reverted:
        model.onFailure?.action === 'reverted'
          ? model.onFailure.why
          : undefined,
      now: now(),
    });
    const next: StoredModel = {
      ...model,
      status: derived.status,
      statusReason: derived.reason,
      conditions: derived.conditions,
      replicas: derived.replicas,
      endpointUrl: reachable
        ? toEndpointUrl(
            seen.observation?.model.route,
            this.options.gatewayUrlOf(model.cluster),
          )
        : model.endpointUrl,
      reached: derived.reached,
      observedGeneration,
      observedAt: reachable
        ? seen.observedAt ?? now().toISOString()
        : model.observedAt,
      lastReplicas: this.#lastReplicas(model, seen),
      applied: result.applied,
      heals: rememberHeals(model.heals, result.repairs, now()),
      healingPausedUntil: paused ? model.healingPausedUntil : undefined,
    };
    const outcome = { ...outcomeOf(result), ...dueAfterPause(next, now()) };
    const askBack = () => {
      if (next.onFailure?.action === 'rollback' && hasFailedToStart(next)) {
        this.options.onFailedStart(next);
      }
    };
    if (reachable) {
      this.#followStart(next, seen, result.signal);
    }
    if (!isWorthSaving(model, next)) {
      askBack();
      return outcome;
    }
    const history = toHistory(model, next, result.repairs, now());
    return {
      ...outcome,
      finding: {
        save: async trx => {
          if (model.healingPausedUntil && !paused) {
            await models.endHealingPause(model, trx);
          }
          return models.saveObserved(next, next, history, trx);
        },
        onSaved: () => {
          this.options.onHistory(next, history);
          askBack();
          if (isNews(model, next)) {
            this.options.onChanged(next, 'saved');
          }
        },
      },
    };
  }

  // both go on beside the pass
  #followStart(model: StoredModel, seen: Seen, signal: AbortSignal): void {
    const { prover, starts } = this.options;
    const { observation, proof } = seen;
    if (observation) {
      starts.keep(model, observation.model, signal);
    }
    const isReady =
      model.reached?.served === model.generation && model.replicas.ready > 0;
    if (isReady && !proof && model.spec.desired_state !== 'stopped') {
      prover?.prove(model, observation?.model.pods ?? [], signal);
    }
  }

  // What an autoscaler made of it is remembered while the model runs
  #lastReplicas(model: StoredModel, { observation }: Seen): number | undefined {
    const present = observation?.model.deployment?.wantedReplicas;
    return present ? present : model.lastReplicas;
  }

  // Watches tell when something of it is gone; the growing pauses between tries
  // are for what they cannot see
  async #delete(
    model: StoredModel,
    { known, observation }: Seen,
  ): Promise<PassOutcome> {
    const objects = this.options.objectsOf(model.cluster);
    if (!objects) {
      return this.#delayDeletion(model, {
        code: 'ClusterNotConfigured',
        message: `Cluster ${model.cluster} is not configured any more, so its objects cannot be removed`,
      });
    }
    if (known.facts && !known.reachable) {
      return this.#delayDeletion(model, {
        code: 'DeletionDelayed',
        message: known.message ?? 'The cluster does not answer',
      });
    }
    try {
      if (model.deletionPolicy === 'release') {
        await releaseModel(model, objects);
        return this.#forget(model);
      }
      const progress = await deleteModel(model, objects);
      await this.#hastenPods(model, observation, objects);
      const pods = observation?.model.pods ?? [];
      const ending = pods.filter(({ deleting }) => deleting);
      if (progress.state === 'waiting') {
        return this.#delayDeletion(model, {
          code: 'Deleting',
          message: ending.length > 0 ? describeEnds(ending) : progress.message,
        });
      }
    } catch (error) {
      if (
        error instanceof ClusterUnreachableError ||
        error instanceof ClusterRequestError
      ) {
        return this.#delayDeletion(model, {
          code: 'DeletionDelayed',
          message: error.message,
        });
      }
      throw error;
    }
    return this.#forget(model);
  }

  async #forget(model: StoredModel): Promise<PassOutcome> {
    await this.options.models.remove(model.id);
    this.options.onChanged(model, 'removed');
    return { result: 'gone' };
  }

  #delayDeletion(
    model: StoredModel,
    reason: { code: string; message: string },
  ): PassOutcome {
    if (model.statusReason?.message === reason.message) {
      return { result: 'retry' };
    }
    const { models, now, onChanged } = this.options;
    const next: StoredModel = {
      ...model,
      status: 'deleting',
      statusReason: { ...reason, observed_at: now().toISOString() },
    };
    return {
      result: 'retry',
      finding: {
        save: trx => models.saveObserved(model, next, [], trx),
        onSaved: () => onChanged(next, 'saved'),
      },
    };
  }
}

function ownSecretOf({ resolved: { token } }: StoredModel) {
  return token.kind === 'own' ? token.secretName : undefined;
}

function previousOf(model: StoredModel) {
  return {
    status: model.status,
    reason: model.statusReason,
    conditions: model.conditions,
    replicas: model.replicas,
  };
}

/** How old `observed_at` of an unchanged model may become, in milliseconds. */
const OBSERVED_AT_MS = 60_000;

// A pass that found nothing new writes nothing
function isWorthSaving(before: StoredModel, after: StoredModel): boolean {
  const { observedAt: earlier = '', ...old } = before;
  const { observedAt: later = '', ...fresh } = after;
  const age = Math.abs(Date.parse(later) - Date.parse(earlier));
  return (
    JSON.stringify(old) !== JSON.stringify(fresh) ||
    Number.isNaN(age) ||
    age > OBSERVED_AT_MS
  );
}

function isNews(before: StoredModel, after: StoredModel): boolean {
  return (
    before.status !== after.status ||
    before.statusReason?.message !== after.statusReason?.message ||
    before.endpointUrl !== after.endpointUrl ||
    JSON.stringify(before.replicas) !== JSON.stringify(after.replicas)
  );
}

// What differs by then is set back as soon as the pause is over
function dueAfterPause(
  { healingPausedUntil }: StoredModel,
  now: Date,
): { againMs?: number } {
  return healingPausedUntil
    ? { againMs: Date.parse(healingPausedUntil) - now.getTime() }
    : {};
}

function outcomeOf(result: ApplyResult): { result: 'retry' | 'settled' } {
  const mustRetry =
    result.unreachable !== undefined ||
    result.unwatched ||
    result.problems.length > 0;
  return mustRetry ? { result: 'retry' } : { result: 'settled' };
}

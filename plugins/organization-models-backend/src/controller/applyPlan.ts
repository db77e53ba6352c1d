import type { ClusterObjects } from '../cluster/objects/ClusterObjects';
import { toAppliedObject } from '../cluster/objects/toAppliedObject';
import {
  ClusterRequestError,
  ClusterUnreachableError,
} from '../cluster/connection/errors';
import { findMissingPart } from '../cluster/objects/findMissingPart';
import { SIZED_FOR } from '../cluster/observe/reading/toReplicaSet';
import { isServed, resourceKind } from '../cluster/connection/resourceKinds';
import type { RawObject } from '../cluster/connection/RawObject';
import type { CustomResourceFacts } from '../domain/facts/ClusterFacts';
import type { AppliedObject, OwnedObject } from '../domain/facts/Observation';
import type { Manifest } from '../domain/facts/ResolvedModel';
import type { ApplyProblem, ConvergePlan, PassDone } from '../domain/pass/Pass';
import type { PlannedApply } from '../domain/pass/planObjects';
import { diffObjects } from '../domain/plan/diffObjects';
import { applyScale, findScaler } from './createDeployment';
import { findApplied, targetOf, writeManifest } from './writeManifest';

/**
 * Applies and prunes what was planned, as far as the cluster lets us.
 */
export async function applyPlan(
  plan: ConvergePlan,
  options: {
    modelId: string;
    objects: ClusterObjects;
    applied: AppliedObject[];
    /** What is known to be served, and so is watched. */
    customResources: CustomResourceFacts[];
    /** Asked before each object: why it must not be applied. */
    findProblem(manifest: Manifest): Promise<ApplyProblem | undefined>;
    now(): Date;
    signal: AbortSignal;
  },
): Promise<PassDone> {
  const result: PassDone = {
    applied: [...options.applied],
    problems: [],
    repairs: [],
  };
  try {
    for (const object of plan.prune) {
      await pruneOne(object, options, result);
    }
    const initialReplicas = plan.replicas.initial;
    for (const planned of plan.apply) {
      await applyOne(planned, { ...options, initialReplicas }, result);
    }
    await applyReplicas(plan, options, result);
    await resizeSets(plan, options, result);
  } catch (error) {
    if (!(error instanceof ClusterUnreachableError)) {
      throw error;
    }
    result.unreachable = error.message;
  }
  return result;
}

type Options = Parameters<typeof applyPlan>[1];

async function pruneOne(
  object: OwnedObject,
  { objects }: Options,
  result: PassDone,
): Promise<void> {
  try {
    // A Secret may be written again for the next generation meanwhile
    const { resourceVersion } = object;
    await objects.remove(object, {
      foreground: false,
      ...(object.kind === 'Secret' ? { resourceVersion } : {}),
    });
    forget(result, object);
  } catch (error) {
    result.problems.push(toProblem(object, error));
  }
}

async function applyOne(
  planned: PlannedApply,
  options: Options & { initialReplicas: number },
  result: PassDone,
): Promise<void> {
  const { manifest } = planned;
  try {
    const problem = await options.findProblem(manifest);
    if (problem) {
      result.problems.push(problem);
      return;
    }
    const written = await writeManifest(planned, options);
    if (written === 'notOurs') {
      result.problems.push(notOurs(manifest));
      return;
    }
    noteRepair(planned, written.before, written.answer, options, result);
    remember(result, toAppliedObject(manifest, written.answer, options.now()));
    const { kind } = manifest;
    if (!isServed(resourceKind(kind), options.customResources)) {
      result.unwatched = true;
    }
  } catch (error) {
    result.problems.push(toProblem(nameOf(manifest), error));
  }
}

async function applyReplicas(
  { deployment, replicas: { set: replicas, isSettled } }: ConvergePlan,
  { objects, now, signal }: Options,
  result: PassDone,
): Promise<void> {
  const target = targetOf(result.applied, deployment);
  if (replicas === undefined || !target) {
    return;
  }
  const { kind, metadata } = deployment;
  try {
    const before = isSettled
      ? await objects.read(kind, metadata.namespace, metadata.name)
      : undefined;
    const answer = await applyScale(deployment, {
      objects,
      replicas,
      target,
      signal,
    });
    remember(result, toAppliedObject(deployment, answer, now()));
    const manager = before && findScaler(before);
    // scaled to 0 by hand, replicas belong to nobody
    const isOthers =
      before && (manager || before.spec?.replicas !== answer.spec?.replicas);
    const changes = isOthers ? diffObjects(before, answer) : [];
    if (changes.length > 0) {
      result.repairs.push({ kind, name: metadata.name, manager, changes });
    }
  } catch (error) {
    result.problems.push(toProblem(nameOf(deployment), error));
  }
}

/** Writes what the Deployment's controller would, see `findStuckSets`. */
async function resizeSets(
  { deployment, resize }: ConvergePlan,
  { objects }: Options,
  result: PassDone,
): Promise<void> {
  const { namespace } = deployment.metadata;
  for (const name of resize?.sets ?? []) {
    // Without surge, which no model has, both are the same
    const size = String(resize!.replicas);
    try {
      await objects.annotate(
        'ReplicaSet',
        { namespace, name },
        {
          [SIZED_FOR]: size,
          'deployment.kubernetes.io/max-replicas': size,
        },
      );
    } catch (error) {
      result.problems.push(toProblem({ kind: 'ReplicaSet', name }, error));
    }
  }
}

function noteRepair(
  { manifest, why, manager }: PlannedApply,
  before: RawObject | undefined,
  answer: RawObject,
  { applied }: Options,
  result: PassDone,
) {
  const { kind, metadata } = manifest;
  if (!findApplied(applied, manifest) || why === 'changed') {
    return;
  }
  if (!before) {
    result.repairs.push({ kind, name: metadata.name, manager, changes: [] });
    return;
  }
  const changes = diffObjects(before, answer);
  if (changes.length > 0) {
    result.repairs.push({ kind, name: metadata.name, manager, changes });
  }
}

function remember(result: PassDone, object: AppliedObject) {
  forget(result, object);
  result.applied.push(object);
}

function nameOf({ apiVersion, kind, metadata }: Manifest) {
  return { apiVersion, kind, name: metadata.name };
}

function forget(result: PassDone, object: { kind: string; name: string }) {
  result.applied = result.applied.filter(
    ({ kind, name }) => kind !== object.kind || name !== object.name,
  );
}

function notOurs({ kind, metadata }: Manifest): ApplyProblem {
  return {
    kind,
    name: metadata.name,
    code: 'NotOurs',
    message: `There is a ${kind} ${metadata.namespace}/${metadata.name} already, which does not belong to this model; it was left alone`,
    transient: false,
  };
}

/** Why the API server refused an object. */
export function toProblem(
  target: { kind: string; name: string; apiVersion?: string },
  error: unknown,
): ApplyProblem {
  if (!(error instanceof ClusterRequestError)) {
    throw error;
  }
  const { kind, name } = target;
  const { isTransient: transient } = error;
  return {
    ...{ kind, name, transient },
    ...(transient ? toDelay(target, error) : toRefusal(target, error)),
  };
}

// Its own words alone would look as if somebody had to do something
function toDelay(
  { kind, name }: { kind: string; name: string },
  { message }: ClusterRequestError,
) {
  return {
    code: 'ApplyDelayed',
    message: `The API server cannot take ${kind} ${name} now: ${message}`,
  };
}

function toRefusal(
  target: { kind: string; apiVersion?: string },
  error: ClusterRequestError,
) {
  return {
    code: error.lacksRight ? 'MissingRight' : error.reason,
    message: error.message,
    ...findMissingPart(error, target),
  };
}

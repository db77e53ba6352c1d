import type {
  Plan,
  PlannedObject,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { Manifest } from '../facts/ResolvedModel';
import type { StoredModel } from '../facts/StoredModel';
import { findOwnedKind } from '../ownership/ownedKinds';
import type { Trial } from './Trial';

/**
 * What becomes of each object of a model.
 *
 * @param options - `trials`: what the API server said of each manifest, in the
 * same order; `before`: the model as it is stored, when it is to be changed
 */
export function toPlannedObjects(
  manifests: Manifest[],
  {
    before,
    trials,
  }: { before: Pick<StoredModel, 'applied'> | undefined; trials: Trial[] },
): PlannedObject[] {
  return [
    ...manifests.map((manifest, index) =>
      toPlannedObject(manifest, trials[index]),
    ),
    ...listRemoved(before, manifests),
  ];
}

function toPlannedObject(
  { kind, metadata: { name } }: Manifest,
  trial: Trial,
): PlannedObject {
  return trial.outcome === 'accepted'
    ? { kind, name, action: trial.action, diff: trial.changes }
    : { kind, name, action: 'create', diff: [] };
}

function listRemoved(
  before: Pick<StoredModel, 'applied'> | undefined,
  manifests: Manifest[],
): PlannedObject[] {
  return (before?.applied ?? [])
    .filter(({ kind }) => findOwnedKind(kind)?.pruned === 'unwanted')
    .filter(
      ({ kind, name }) =>
        !manifests.some(
          manifest => manifest.kind === kind && manifest.metadata.name === name,
        ),
    )
    .map(({ kind, name }) => ({ kind, name, action: 'delete', diff: [] }));
}

/**
 * How many pods are made anew, and for which fields of their template.
 *
 * @param pods - those that run; `undefined`: none can
 */
export function toRestarts(
  objects: PlannedObject[],
  pods: number | undefined,
): Plan['restarts'] {
  const deployment = objects.find(({ kind }) => kind === 'Deployment');
  const why = (deployment?.diff ?? [])
    .filter(({ path }) => path.startsWith('spec.template.'))
    .map(({ path }) => path.replace('spec.template.', ''));
  return pods !== undefined && why.length > 0
    ? { pods, why: [...new Set(why)] }
    : { pods: 0, why: [] };
}

import type { Plan } from '@orgmodels/backstage-plugin-organization-models-common';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { planDeletion } from '../../domain/plan/planDeletion';
import { toModel } from './toModel';

/** A deletion in the form of all plans. */
export function toDeletionPlan(model: StoredModel): Plan {
  const { objects, planHash } = planDeletion(model);
  const volumes = objects.filter(
    ({ kind }) => kind === 'PersistentVolumeClaim',
  );
  return {
    model: toModel(model),
    objects,
    restarts: { pods: 0, why: [] },
    fit: {
      verdict: 'skipped',
      message: 'A deletion needs no room',
      wanted_replicas: 0,
      fitting_replicas: 0,
      best_nodes: [],
    },
    quota: [],
    warnings: volumes.map(({ name }) => ({
      code: 'VolumeGoes',
      message: `The claim ${name} goes with what is on it`,
    })),
    plan_hash: planHash,
  };
}

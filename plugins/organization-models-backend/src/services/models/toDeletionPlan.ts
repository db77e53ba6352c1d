import type { Plan } from '@orgmodels/backstage-plugin-organization-models-common';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { planDeletion } from '../../domain/plan/planDeletion';
import { toStillPlan } from './toStillPlan';

/** A deletion in the form of all plans. */
export function toDeletionPlan(model: StoredModel): Plan {
  const { objects, planHash } = planDeletion(model);
  const volumes = objects.filter(
    ({ kind }) => kind === 'PersistentVolumeClaim',
  );
  return toStillPlan(model, {
    why: 'A deletion needs no room',
    objects,
    warnings: volumes.map(({ name }) => ({
      code: 'VolumeGoes',
      message: `The claim ${name} goes with what is on it`,
    })),
    plan_hash: planHash,
  });
}

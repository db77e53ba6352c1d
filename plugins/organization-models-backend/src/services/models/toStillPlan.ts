import type { Plan } from '@orgmodels/backstage-plugin-organization-models-common';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { toModel } from './toModel';

/** A plan of what starts no pods and takes no room. */
export function toStillPlan(
  model: StoredModel,
  {
    why,
    ...plan
  }: Pick<Plan, 'objects' | 'warnings' | 'plan_hash'> & {
    /** Nothing is to be placed, in a sentence. */
    why: string;
  },
): Plan {
  return {
    ...plan,
    model: toModel(model),
    restarts: { pods: 0, why: [] },
    fit: {
      verdict: 'skipped',
      message: why,
      wanted_replicas: 0,
      fitting_replicas: 0,
      best_nodes: [],
    },
    quota: [],
  };
}

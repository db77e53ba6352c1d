import type { StoredModel } from './StoredModel';

/** What is known of a model that was just accepted: nothing was done yet. */
export function newModelState(
  at: string,
  message: string,
): Pick<
  StoredModel,
  | 'generation'
  | 'status'
  | 'statusReason'
  | 'conditions'
  | 'replicas'
  | 'observedGeneration'
  | 'applied'
  | 'heals'
> {
  return {
    generation: 1,
    status: 'pending',
    statusReason: { code: 'Accepted', message, observed_at: at },
    conditions: [],
    replicas: { desired: 0, ready: 0, available: 0, updated: 0 },
    observedGeneration: 0,
    applied: [],
    heals: [],
  };
}

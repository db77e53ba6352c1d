import type { Plan } from '@orgmodels/backstage-plugin-organization-models-common';
import { buildModel } from './buildModel';

/** A plan for a new model which fits. */
export function buildPlan(overrides: Partial<Plan> = {}): Plan {
  const { model = buildModel() } = overrides;
  return {
    model,
    objects: ['Deployment', 'Service', 'ServiceMonitor'].map(kind => ({
      kind,
      name: model.name,
      action: 'create' as const,
      diff: [],
    })),
    restarts: { pods: 0, why: [] },
    fit: {
      verdict: 'fits',
      message: '1 of 1 replicas fits now, each with 1 GPU',
      wanted_replicas: 1,
      fitting_replicas: 1,
      best_nodes: [{ node_name: 'gpu-h100-0', free_gpus: 3 }],
    },
    quota: [
      {
        resource: 'gpus',
        hard: '16',
        used: '4',
        wanted: '1',
        source: 'override',
      },
    ],
    warnings: [],
    plan_hash: 'hash-of-the-plan',
    ...overrides,
  };
}

import type { Plan } from '@orgmodels/backstage-plugin-organization-models-common';
import { createHash } from 'node:crypto';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { RELEASED_LABELS } from '../../domain/ownership/ownership';
import { toModel } from './toModel';

/** What releasing a model does: labels come off, and nothing else happens. */
export function planRelease(model: StoredModel): Plan {
  const { token } = model.resolved;
  const objects = [
    ...model.applied.map(({ kind, name }) => ({ kind, name })),
    ...(token.kind === 'own'
      ? [{ kind: 'Secret', name: token.secretName }]
      : []),
  ];
  const diff = RELEASED_LABELS.map(label => ({ path: `labels.${label}` }));
  return {
    model: toModel(model),
    objects: objects.map(object => ({
      ...object,
      action: 'update' as const,
      diff,
    })),
    restarts: { pods: 0, why: [] },
    fit: {
      verdict: 'skipped',
      message: 'Nothing is placed anew: what runs goes on.',
      wanted_replicas: 0,
      fitting_replicas: 0,
      best_nodes: [],
    },
    quota: [],
    warnings: [
      {
        code: 'HistoryGoes',
        message:
          'The model is forgotten with its history. What runs is kept by nobody from then on, and counts against no quota of the organization; it can be adopted again',
      },
    ],
    plan_hash: createHash('sha256')
      .update(JSON.stringify(['release', model.id, model.generation, objects]))
      .digest('hex')
      .slice(0, 32),
  };
}

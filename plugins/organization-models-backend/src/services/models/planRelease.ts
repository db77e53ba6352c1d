import type { Plan } from '@orgmodels/backstage-plugin-organization-models-common';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { hashAgreed } from '../../domain/plan/hashAgreed';
import { RELEASED_LABELS } from '../../domain/ownership/ownership';
import { toStillPlan } from './toStillPlan';

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
  return toStillPlan(model, {
    why: 'Nothing is placed anew: what runs goes on.',
    objects: objects.map(object => ({
      ...object,
      action: 'update' as const,
      diff,
    })),
    warnings: [
      {
        code: 'HistoryGoes',
        message:
          'The model is forgotten with its history. What runs is kept by nobody from then on, and counts against no quota of the organization; it can be adopted again',
      },
    ],
    plan_hash: hashAgreed(
      JSON.stringify(['release', model.id, model.generation, objects]),
    ),
  });
}

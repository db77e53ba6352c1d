import type { StoredModel } from '../facts/StoredModel';
import type { Notice } from './Notice';

/** An entry of the history, as far as it matters here. */
type Entry = {
  kind: 'action' | 'status' | 'drift';
  code: string;
  message: string;
  changes?: { path: string; from?: unknown; to?: unknown }[];
};

/** From these a model becomes ready; from `degraded` it only recovers. */
const BEFORE_READY = ['pending', 'creating', 'updating', 'failed'];

/**
 * What of a model's newest entries its people are told.
 *
 * @remarks A model that fails again for the same reason, or is healed again,
 * says so in the notice that is there.
 */
export function noticesOf(
  model: Pick<
    StoredModel,
    'id' | 'name' | 'spec' | 'generation' | 'statusReason'
  >,
  entries: Entry[],
): Notice[] {
  const title = model.spec.display_name || model.name;
  const scope = (kind: string) => `${model.id}/${model.generation}/${kind}`;
  const healed = entries.filter(({ code }) => code === 'DriftHealed');
  return [
    ...entries.flatMap((entry): Notice[] => {
      const { from, to } = statusChange(entry);
      if (to === 'failed') {
        const hint = model.statusReason?.hint;
        return [
          {
            kind: 'failed',
            title: `${title} failed`,
            description: [entry.message, hint].filter(Boolean).join(' – '),
            severity: 'high',
            scope: scope(`failed/${entry.code}`),
          },
        ];
      }
      if (to === 'running' && BEFORE_READY.includes(String(from))) {
        return [
          {
            kind: 'ready',
            title: `${title} is ready`,
            description: `Generation ${model.generation} runs.`,
            severity: 'normal',
            scope: scope('ready'),
          },
        ];
      }
      return [];
    }),
    ...(healed.length > 0
      ? [
          {
            kind: 'healed' as const,
            title: `${title} was changed in the cluster and set back`,
            description: healed.map(({ message }) => message).join('; '),
            severity: 'normal' as const,
            scope: scope('healed'),
          },
        ]
      : []),
  ];
}

/** What people are told of a spec that was just stored: whether nobody asked for it. */
export function storedNotices(
  model: Pick<StoredModel, 'id' | 'name' | 'spec' | 'generation' | 'onFailure'>,
): Notice[] {
  return model.onFailure?.action === 'reverted'
    ? [
        {
          kind: 'rolledBack',
          title: `${model.spec.display_name || model.name} was rolled back`,
          description: model.onFailure.why,
          severity: 'high',
          scope: `${model.id}/${model.generation}/rolledBack`,
        },
      ]
    : [];
}

function statusChange({ kind, changes }: Entry) {
  const change =
    kind === 'status'
      ? changes?.find(({ path }) => path === 'status')
      : undefined;
  return { from: change?.from, to: change?.to };
}

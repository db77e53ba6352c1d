import type { Knex } from 'knex';
import type { Observation } from '../../domain/facts/Observation';
import type { PodFacts } from '../../domain/facts/ObservedModel';

type Seen = { modelId: string; observation: Observation };

/** When it is, in milliseconds since 1970. */
export type GpuClock = {
  now: number;
  /**
   * The cluster was not seen since then: a pod that is gone now is known to
   * have been there until then, and no longer.
   */
  unseenSince?: number;
};

/**
 * Notes since when pods hold GPUs, and until when they did. A row is a pod, so
 * that seeing it again – twice, by another process, after a restart – changes
 * nothing.
 */
export async function recordGpuTime(
  trx: Knex,
  { cluster, seen, clock }: { cluster: string; seen: Seen[]; clock: GpuClock },
): Promise<void> {
  const holding = new Map(
    seen.flatMap(({ modelId, observation }) =>
      observation.model.pods
        .filter(holdsGpus)
        .map(pod => [pod.uid, { modelId, pod }] as const),
    ),
  );
  const known = await readKnown(trx, {
    cluster,
    modelIds: seen.map(({ modelId }) => modelId),
    uids: [...holding.keys()],
  });
  const added = [...holding.values()].filter(({ pod }) => !known.has(pod.uid));
  await insertPods(trx, { cluster, added });
  for (const [uid, { startedAt, isOpen }] of known) {
    if (holding.has(uid) !== isOpen) {
      const end = Math.min(clock.unseenSince ?? clock.now, clock.now);
      await trx('gpu_time')
        .where({ cluster, pod_uid: uid })
        .update({
          ended_at: holding.has(uid) ? null : Math.max(startedAt, end),
        });
    }
  }
}

function holdsGpus({ node, phase, gpus }: PodFacts): boolean {
  return (
    node !== undefined &&
    gpus !== undefined &&
    phase !== 'Succeeded' &&
    phase !== 'Failed'
  );
}

async function readKnown(
  trx: Knex,
  asked: { cluster: string; modelIds: string[]; uids: string[] },
) {
  const { cluster, modelIds, uids } = asked;
  const rows = await trx('gpu_time')
    .where({ cluster })
    .where(some =>
      some
        .where(open => open.whereIn('model_id', modelIds).whereNull('ended_at'))
        .orWhereIn('pod_uid', uids),
    )
    .select('pod_uid', 'started_at', 'ended_at');
  return new Map<string, { startedAt: number; isOpen: boolean }>(
    rows.map(row => [
      row.pod_uid,
      { startedAt: Number(row.started_at), isOpen: row.ended_at === null },
    ]),
  );
}

async function insertPods(
  trx: Knex,
  options: { cluster: string; added: { modelId: string; pod: PodFacts }[] },
): Promise<void> {
  const { cluster, added } = options;
  if (added.length === 0) {
    return;
  }
  const models = await trx('models')
    .whereIn('id', [...new Set(added.map(({ modelId }) => modelId))])
    .select('id', 'name', 'organization_id');
  const rows = added.flatMap(({ modelId, pod }) => {
    const model = models.find(({ id }) => id === modelId);
    return model && pod.gpus
      ? [
          {
            cluster,
            pod_uid: pod.uid,
            organization_id: model.organization_id,
            model_id: modelId,
            model_name: model.name,
            gpu_type: pod.gpus.type,
            gpus: pod.gpus.count,
            started_at: Date.parse(pod.scheduledAt ?? pod.createdAt),
          },
        ]
      : [];
  });
  if (rows.length > 0) {
    await trx('gpu_time').insert(rows).onConflict().ignore();
  }
}

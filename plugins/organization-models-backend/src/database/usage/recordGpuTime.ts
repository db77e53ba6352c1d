import type { Knex } from 'knex';
import { chunk, partition } from 'lodash';
import type { Observation } from '../../domain/facts/Observation';
import type { PodFacts } from '../../domain/facts/ObservedModel';

/** Rows per statement: a start sees every pod of a cluster at once. */
const BATCH = 500;

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
  const turned = [...known].filter(
    ([uid, { isOpen }]) => holding.has(uid) !== isOpen,
  );
  const [back, ended] = partition(
    turned.map(([uid]) => uid),
    uid => holding.has(uid),
  );
  await saveEnd(trx, { cluster, uids: back, endedAt: null });
  const end = Math.min(clock.unseenSince ?? clock.now, clock.now);
  await saveEnd(trx, {
    cluster,
    uids: ended,
    // None ends before it began
    endedAt: trx.raw('case when started_at > ? then started_at else ? end', [
      end,
      end,
    ]),
  });
}

function holdsGpus({ node, phase, gpus }: PodFacts): boolean {
  return (
    node !== undefined &&
    gpus !== undefined &&
    phase !== 'Succeeded' &&
    phase !== 'Failed'
  );
}

/** @returns by the pod's uid, whether it is noted as holding GPUs still */
async function readKnown(
  trx: Knex,
  asked: { cluster: string; modelIds: string[]; uids: string[] },
): Promise<Map<string, { isOpen: boolean }>> {
  const { cluster, modelIds, uids } = asked;
  const select = () =>
    trx('gpu_time').where({ cluster }).select('pod_uid', 'ended_at');
  const known = new Map<string, { isOpen: boolean }>();
  const note = (rows: any[]) =>
    rows.forEach(row =>
      known.set(row.pod_uid, { isOpen: row.ended_at === null }),
    );
  for (const some of chunk(modelIds, BATCH)) {
    note(await select().whereIn('model_id', some).whereNull('ended_at'));
  }
  for (const some of chunk(
    uids.filter(uid => !known.has(uid)),
    BATCH,
  )) {
    note(await select().whereIn('pod_uid', some));
  }
  return known;
}

async function insertPods(
  trx: Knex,
  options: { cluster: string; added: { modelId: string; pod: PodFacts }[] },
): Promise<void> {
  const { cluster, added } = options;
  for (const pods of chunk(added, BATCH)) {
    const models = await trx('models')
      .whereIn('id', [...new Set(pods.map(({ modelId }) => modelId))])
      .select('id', 'name', 'organization_id');
    const byId = new Map(models.map(model => [model.id, model]));
    const rows = pods.flatMap(({ modelId, pod }) => {
      const model = byId.get(modelId);
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
}

async function saveEnd(
  trx: Knex,
  options: { cluster: string; uids: string[]; endedAt: null | Knex.Raw },
): Promise<void> {
  const { cluster, uids, endedAt } = options;
  for (const some of chunk(uids, BATCH)) {
    await trx('gpu_time')
      .where({ cluster })
      .whereIn('pod_uid', some)
      .update({ ended_at: endedAt });
  }
}

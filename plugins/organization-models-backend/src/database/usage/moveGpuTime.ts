import type { Knex } from 'knex';

/**
 * Parts the time of pods that run on at the moment from which another
 * organization has them: what was before stays with the first.
 *
 * @param options - `now`: milliseconds since 1970
 */
export async function moveGpuTime(
  trx: Knex,
  modelId: string,
  { to, now }: { to: string; now: number },
): Promise<void> {
  const running = await trx('gpu_time')
    .where({ model_id: modelId })
    .whereNull('ended_at');
  for (const row of running) {
    const { cluster, pod_uid: pod } = row;
    const start = Number(row.started_at);
    const moment = Math.max(start, now);
    await trx('gpu_time').insert({
      ...row,
      pod_uid: `${pod}/until/${moment}`,
      ended_at: moment,
    });
    await trx('gpu_time')
      .where({ cluster, pod_uid: pod })
      .update({ organization_id: to, started_at: moment });
  }
}

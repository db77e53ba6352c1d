import type { Knex } from 'knex';
import type {
  PlatformSettings,
  ResolvedModel,
} from '../../domain/facts/ResolvedModel';

/**
 * Stores the settings of the platform with generations from before they were
 * stored with each: those of today are what their objects have. Once stored, a
 * change of config does not reach them any more.
 */
export async function adoptPlatform(
  knex: Knex,
  cluster: string,
  platform: PlatformSettings,
): Promise<void> {
  const rows = await knex('models')
    .where({ cluster })
    .whereNot('resolved', 'like', '%"platform":%')
    .select('id', 'generation', 'resolved');
  for (const { id, generation, resolved } of rows) {
    const adopted: ResolvedModel = { ...JSON.parse(resolved), platform };
    const text = JSON.stringify(adopted);
    await knex.transaction(async trx => {
      // Another process may be ahead, or a change
      const updated = await trx('models')
        .where({ id, generation, resolved })
        .update({ resolved: text });
      if (updated > 0) {
        await trx('model_generations')
          .where({ model_id: id, generation })
          .update({ resolved: text });
      }
    });
  }
}

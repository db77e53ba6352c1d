import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import { databases } from '../__testUtils__/databases';
import { OLD_ROWS, type Rows } from './__testUtils__/oldRows';
import { openStores } from './__testUtils__/openStores';

jest.setTimeout(60_000);

const ACME = 'group:default/acme';
const directory = path.resolve(__dirname, '../../migrations');
const migrations = readdirSync(directory).sort();

async function insertAll(knex: Knex, rows: Rows): Promise<void> {
  for (const [table, row] of Object.entries(rows)) {
    await knex(table).insert(row);
  }
}

/** A database as the versions up to a migration left it, with a model in each of their ways. */
async function openOld(
  id: Parameters<typeof databases.init>[0],
  last: string,
): Promise<Knex> {
  const knex = await databases.init(id);
  for (const name of migrations.slice(0, migrations.indexOf(last) + 1)) {
    await knex.migrate.up({ directory, name });
    await insertAll(knex, OLD_ROWS[name]('mdl_old'));
  }
  return knex;
}

it('every migration has rows of its time', () => {
  expect(Object.keys(OLD_ROWS).sort()).toEqual(migrations);
});

describe.each(databases.eachSupportedId())('migrations, %p', id => {
  it.each(migrations)('what %s left is read by this version', async last => {
    const knex = await openOld(id, last);
    await knex.migrate.latest({ directory });
    const { generations, models, history, queue, quotas, keys, crashLogs } =
      await openStores(knex);

    expect(await models.readById('mdl_old')).toMatchObject({
      id: 'mdl_old',
      status: 'running',
      spec: { huggingface_id: 'Qwen/Qwen3-8B' },
      replicas: { ready: 2 },
    });
    expect(await generations.read('mdl_old', 1)).toMatchObject({
      spec: { name: 'mdl-old' },
    });
    const { entries } = await history.read('mdl_old', { limit: 10 });
    expect(entries.map(({ code }) => code)).toContain('Created');
    const claims = await queue.claim({
      worker: 'a-worker',
      limit: 10,
      claimMs: 1_000,
      lane: { cluster: 'gpus' },
    });
    expect(claims.map(({ modelId }) => modelId)).toEqual(['mdl_old']);
    const isAfter = (name: string) => last >= name;
    expect(await quotas.readOverride(ACME)).toEqual(
      isAfter('20261125200000_quotas.js') ? { gpus: 4 } : undefined,
    );
    expect(await keys.list(ACME)).toHaveLength(
      isAfter('20261128200000_keys_and_usage.js') ? 1 : 0,
    );
    expect(await crashLogs.read('mdl_old')).toHaveLength(
      isAfter('20261128200000_crash_logs.js') ? 1 : 0,
    );
  });

  it('models of before quotas count against them', async () => {
    const knex = await openOld(id, '20261125100000_endpoint_url.js');
    await knex.migrate.latest({ directory });
    const use = await knex('model_use').where({ model_id: 'mdl_old' }).first();
    expect(use).toMatchObject({ organization_id: ACME, gpus: 2 });
  });

  it.each(migrations)(
    'the version of %s writes on into the tables of this one, as in a rolling update',
    async last => {
      const knex = await openOld(id, last);
      await knex.migrate.latest({ directory });
      // Each version up to that one writes as it did when it was the newest
      const written = migrations.slice(0, migrations.indexOf(last) + 1);
      for (const name of written) {
        const { organization_quotas: _, ...rows } = OLD_ROWS[name]('mdl_late');
        await insertAll(knex, rows);
      }
      const { models } = await openStores(knex);
      expect(await models.readById('mdl_late')).toMatchObject({
        id: 'mdl_late',
        status: 'running',
      });
    },
  );
});

import { join } from 'node:path';
import knexFactory, { type Knex } from 'knex';
import { type Database, openDatabase, type StoredModel } from '../backend';
import type { BenchContext } from '../BenchContext';

export type Client = 'SQLite' | 'PostgreSQL';

/** The tables of our plugin, as the portal's backend will find them. */
export type BenchDatabase = {
  /** `backend.database` of the portal. */
  config: object;
  knex: Knex;
  stores: Database;
  /**
   * Looks at how the tables of all plugins are filled, as PostgreSQL does by
   * itself within a minute; SQLite never does.
   */
  analyze(): Promise<void>;
};

const PLUGIN_ID = 'organization-models';

export async function openBenchDatabase(
  context: BenchContext,
  client: Client,
): Promise<BenchDatabase> {
  const { config, connection, analyze } =
    client === 'SQLite'
      ? await prepareSqlite(context)
      : await preparePostgres(context);
  const knex = knexFactory(connection);
  context.closeAfter(() => knex.destroy());
  const stores = await openDatabase(
    { getClient: async () => knex },
    { holder: 'bench', installationId: 'bench' },
  );
  return { config, knex, stores, analyze };
}

async function prepareSqlite(context: BenchContext) {
  const directory = await context.makeDirectory();
  return {
    config: { client: 'better-sqlite3', connection: { directory } },
    connection: {
      client: 'better-sqlite3',
      connection: { filename: join(directory, `${PLUGIN_ID}.sqlite`) },
      useNullAsDefault: true,
    },
    analyze: async () => {},
  };
}

async function preparePostgres(context: BenchContext) {
  const { connectionString } = await context.startPostgres();
  const name = `backstage_plugin_${PLUGIN_ID}`;
  const admin = knexFactory({ client: 'pg', connection: connectionString });
  await admin.raw('create database ??', [name]);
  await admin.destroy();
  const own = new URL(connectionString);
  own.pathname = `/${name}`;
  return {
    config: { client: 'pg', connection: connectionString },
    connection: { client: 'pg', connection: own.toString() },
    analyze: () => analyzeAll(connectionString),
  };
}

async function analyzeAll(connectionString: string): Promise<void> {
  const connect = (database: string) => {
    const url = new URL(connectionString);
    url.pathname = `/${database}`;
    return knexFactory({ client: 'pg', connection: url.toString() });
  };
  const admin = connect('postgres');
  const databases: string[] = await admin('pg_database')
    .where({ datistemplate: false })
    .pluck('datname');
  await admin.destroy();
  for (const database of databases) {
    const knex = connect(database);
    await knex.raw('analyze');
    await knex.destroy();
  }
}

/** So long that nothing is due while something else is measured. */
const NOT_DUE_MS = 5 * 60_000;

/** Stores models that were looked at a moment ago. */
export async function seedModels(
  database: BenchDatabase,
  models: StoredModel[],
): Promise<void> {
  const { stores } = database;
  for (const model of models) {
    await stores.specs.insert(model, {
      history: {
        at: model.createdAt,
        kind: 'action',
        code: 'Created',
        message: 'The model was created',
        actor: model.createdBy,
        generation: 1,
      },
    });
  }
  await putOff(database);
}

/** No model is due for some time, unless something of it changes. */
export async function putOff({ knex }: BenchDatabase): Promise<void> {
  await knex('reconcile_queue').update({ due_at: Date.now() + NOT_DUE_MS });
}

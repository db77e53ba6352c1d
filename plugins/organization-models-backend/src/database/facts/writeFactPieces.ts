import type { Knex } from 'knex';
import { chunk } from 'lodash';
import { isPostgres } from '../dialects/isPostgres';

/** Rows per statement: SQLite takes 999 parameters at most. */
const BATCH = 100;

export type FactPiece = {
  piece: string;
  /** JSON; `null`: it is gone. */
  content: string | null;
};

/** What `cluster_facts` says of a cluster that has just been seen. */
const seen = (observedAt: string) => ({
  reachable: true,
  message: null,
  observed_at: observedAt,
});

/**
 * Writes all pieces of a cluster as revision 1 of a new version.
 *
 * @param whole - the same as one JSON value, for the version of this plugin
 * that knows no pieces
 */
export async function writeAllFactPieces(
  knex: Knex,
  options: {
    cluster: string;
    version: string;
    pieces: FactPiece[];
    whole(): string;
    observedAt: string;
  },
): Promise<void> {
  const { cluster, version, observedAt, pieces } = options;
  const columns = {
    ...seen(observedAt),
    version,
    pieces_version: version,
    revision: 1,
    // Nobody runs beside us on SQLite, and each read of a row goes through all
    // of it there
    facts: isPostgres(knex) ? options.whole() : null,
  };
  await knex.transaction(async trx => {
    // First, since this row is what writers wait for each other at
    await trx('cluster_facts')
      .insert({ cluster, ...columns })
      .onConflict('cluster')
      .merge(columns);
    await trx('cluster_pieces').where({ cluster }).delete();
    await upsert(trx, pieces, { cluster, revision: 1 });
  });
}

/**
 * Writes the pieces that changed since a revision, where that is still the
 * newest one: who was overtaken by another writer knows no more what is there.
 */
export async function writeFactPieces(
  knex: Knex,
  options: {
    cluster: string;
    version: string;
    /** After which these are the changes. */
    revision: number;
    pieces: FactPiece[];
    observedAt: string;
  },
): Promise<'written' | 'overtaken'> {
  const { cluster, version, observedAt, pieces } = options;
  const revision = options.revision + 1;
  return knex.transaction(async trx => {
    const updated = await trx('cluster_facts')
      .where({ cluster, version, pieces_version: version })
      .where({ revision: options.revision })
      .update({ ...seen(observedAt), revision });
    if (updated === 0) {
      return 'overtaken';
    }
    await upsert(trx, pieces, { cluster, revision });
    return 'written';
  });
}

async function upsert(
  trx: Knex.Transaction,
  pieces: FactPiece[],
  place: { cluster: string; revision: number },
) {
  for (const batch of chunk(pieces, BATCH)) {
    await trx('cluster_pieces')
      .insert(batch.map(piece => ({ ...place, ...piece })))
      .onConflict(['cluster', 'piece'])
      .merge();
  }
}

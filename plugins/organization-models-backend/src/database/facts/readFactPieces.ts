import type { Knex } from 'knex';
import type { FactPiece } from './writeFactPieces';

/** Facts of a cluster as they stand in the database. */
export type FoundFacts =
  | { kind: 'none' }
  /** One JSON value, by the version of this plugin that knows no pieces. */
  | { kind: 'whole'; version: string; text: string }
  | {
      kind: 'pieces';
      version: string;
      revision: number;
      /** Those which changed since what was known; else all of them. */
      pieces: FactPiece[];
    };

type Row = {
  version: string | null;
  revision: number | null;
  is_pieces: boolean | number | null;
  whole: string | null;
  piece: string | null;
  content: string | null;
};

/**
 * Reads what changed since a revision of a version, or everything where the
 * version is another one now.
 *
 * @remarks One statement: what two see may be of two moments.
 */
export async function readFactPieces(
  knex: Knex,
  cluster: string,
  since: { version: string; revision: number } = { version: '', revision: 0 },
): Promise<FoundFacts> {
  const isPieces = 'facts.version = facts.pieces_version';
  const rows: Row[] = await knex('cluster_facts as facts')
    .leftJoin('cluster_pieces as pieces', join =>
      join
        .on('pieces.cluster', 'facts.cluster')
        .andOn(knex.raw(isPieces))
        .andOn(
          'pieces.revision',
          '>',
          knex.raw(
            'case when facts.version = ? then cast(? as integer) else 0 end',
            [since.version, since.revision],
          ),
        ),
    )
    .where('facts.cluster', cluster)
    .select('facts.version', 'facts.revision', 'pieces.piece', {
      content: 'pieces.content',
      is_pieces: knex.raw(isPieces),
      whole: knex.raw(`case when ${isPieces} then null else facts.facts end`),
    });
  const [first] = rows;
  if (!first?.version) {
    return { kind: 'none' };
  }
  if (!first.is_pieces) {
    return first.whole
      ? { kind: 'whole', version: first.version, text: first.whole }
      : { kind: 'none' };
  }
  return {
    kind: 'pieces',
    version: first.version,
    revision: first.revision!,
    pieces: rows.flatMap(({ piece, content }) =>
      piece === null ? [] : [{ piece, content }],
    ),
  };
}

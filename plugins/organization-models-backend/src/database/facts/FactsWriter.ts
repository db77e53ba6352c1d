import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { ClusterFacts } from '../../domain/facts/ClusterFacts';
import {
  diffPieces,
  type FactPieces,
  splitFacts,
} from '../../domain/facts/factPieces';
import type { FactsReader } from './FactsReader';
import {
  type FactPiece,
  writeAllFactPieces,
  writeFactPieces,
} from './writeFactPieces';

/** Rows of pieces that are gone: with more of them all is written anew. */
const MOST_GONE = 1_000;

type Written = {
  version: string;
  revision: number;
  pieces: FactPieces;
  /** Keys of which a row says that they are gone. */
  gone: ReadonlySet<string>;
};

/**
 * Writes the facts of one cluster for whoever holds its watches: once all of
 * them, and from then on the pieces which changed. Where another wrote in
 * between – a lease may be held by two for a moment –, all is written again.
 */
export class FactsWriter {
  #written: Written | undefined;

  constructor(
    private readonly knex: Knex,
    private readonly cluster: string,
    private readonly reader: FactsReader,
  ) {}

  async save(
    facts: ClusterFacts,
    observedAt: string,
  ): Promise<'changed' | 'unchanged'> {
    const pieces = splitFacts(facts);
    if (this.#written && isSame(this.#written.pieces, pieces)) {
      return 'unchanged';
    }
    await this.reader.learn(
      this.cluster,
      this.#write(facts, pieces, observedAt),
    );
    return 'changed';
  }

  async #write(facts: ClusterFacts, pieces: FactPieces, observedAt: string) {
    const before = this.#written;
    // Of a write that fails nobody knows how far it came
    this.#written = undefined;
    this.#written =
      (before && (await this.#writeChanges(before, pieces, observedAt))) ??
      (await this.#writeAll(facts, pieces, observedAt));
    const { version, revision } = this.#written;
    return { version, revision, facts };
  }

  async #writeAll(
    facts: ClusterFacts,
    pieces: FactPieces,
    observedAt: string,
  ): Promise<Written> {
    const version = randomUUID();
    await writeAllFactPieces(this.knex, {
      cluster: this.cluster,
      version,
      pieces: [...pieces].map(toPiece),
      whole: () => JSON.stringify(facts),
      observedAt,
    });
    return { version, revision: 1, pieces, gone: new Set() };
  }

  async #writeChanges(
    before: Written,
    pieces: FactPieces,
    observedAt: string,
  ): Promise<Written | undefined> {
    const { changed, gone } = diffPieces(before.pieces, pieces);
    const left = [...before.gone].filter(key => !pieces.has(key));
    if (left.length + gone.length > MOST_GONE) {
      return undefined;
    }
    const { version, revision } = before;
    const outcome = await writeFactPieces(this.knex, {
      cluster: this.cluster,
      version,
      revision,
      pieces: [
        ...changed.map(toPiece),
        ...gone.map(piece => ({ piece, content: null })),
      ],
      observedAt,
    });
    return outcome === 'written'
      ? {
          version,
          revision: revision + 1,
          pieces,
          gone: new Set([...left, ...gone]),
        }
      : undefined;
  }
}

function toPiece([piece, content]: [string, string]): FactPiece {
  return { piece, content };
}

function isSame(before: FactPieces, after: FactPieces): boolean {
  const { changed, gone } = diffPieces(before, after);
  return changed.length + gone.length === 0;
}

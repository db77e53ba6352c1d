import type { Knex } from 'knex';
import type { ClusterFacts } from '../../domain/facts/ClusterFacts';
import { joinFacts } from '../../domain/facts/factPieces';
import { type FoundFacts, readFactPieces } from './readFactPieces';

/** Which facts a row of `cluster_facts` names. */
export type FactsAt = {
  version: string;
  /** Of the pieces; `undefined`: they are one value. */
  revision: number | undefined;
};

type Known = FactsAt & {
  facts: ClusterFacts;
  /** Parsed, by key; whoever writes facts never parses them. */
  pieces?: ReadonlyMap<string, unknown>;
};

/**
 * Facts of clusters as this process knows them. Nearly every request and every
 * pass needs them: what changed is read and parsed once, however many ask.
 */
export class FactsReader {
  readonly #known = new Map<string, Known>();
  /** What will soon tell more of a cluster; it never rejects. */
  readonly #busy = new Map<string, Promise<unknown>>();

  constructor(private readonly knex: Knex) {}

  /** @returns the facts that were asked for, or newer ones */
  async read(cluster: string, at: FactsAt): Promise<ClusterFacts | undefined> {
    while (!this.#knows(cluster, at)) {
      const busy = this.#busy.get(cluster);
      // It may have begun before there was what is asked for
      await (busy ?? this.#during(cluster, this.#catchUp(cluster)));
      if (!busy) {
        break;
      }
    }
    return this.#known.get(cluster)?.facts;
  }

  /** Who writes facts need not read them again. */
  async learn(cluster: string, written: Promise<Known>): Promise<void> {
    await this.#during(
      cluster,
      written.then(known => this.#known.set(cluster, known)),
    );
  }

  #knows(cluster: string, { version, revision }: FactsAt): boolean {
    const known = this.#known.get(cluster);
    return (
      known?.version === version && (known.revision ?? 0) >= (revision ?? 0)
    );
  }

  async #during(cluster: string, work: Promise<unknown>) {
    const busy = work
      .catch(() => undefined)
      .finally(() => {
        if (this.#busy.get(cluster) === busy) {
          this.#busy.delete(cluster);
        }
      });
    this.#busy.set(cluster, busy);
    await work;
  }

  async #catchUp(cluster: string) {
    const known = this.#known.get(cluster);
    const base =
      known?.pieces && known.revision
        ? { ...known, pieces: known.pieces, revision: known.revision }
        : undefined;
    const found = await readFactPieces(this.knex, cluster, base);
    const read = toKnown(found, base?.pieces, base?.version);
    if (read) {
      this.#known.set(cluster, read);
    } else {
      this.#known.delete(cluster);
    }
  }
}

function toKnown(
  found: FoundFacts,
  before: ReadonlyMap<string, unknown> | undefined,
  versionBefore: string | undefined,
): Known | undefined {
  if (found.kind === 'none') {
    return undefined;
  }
  if (found.kind === 'whole') {
    const facts = JSON.parse(found.text) as ClusterFacts;
    return { version: found.version, revision: undefined, facts };
  }
  const { version, revision } = found;
  const pieces = new Map(version === versionBefore ? before : []);
  for (const { piece, content } of found.pieces) {
    if (content === null) {
      pieces.delete(piece);
    } else {
      pieces.set(piece, JSON.parse(content));
    }
  }
  return { version, revision, pieces, facts: joinFacts(pieces) };
}

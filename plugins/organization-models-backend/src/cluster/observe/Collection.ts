import type { RawObject } from '../connection/RawObject';
import type { WatchListener } from '../watching/watchResource';

/** What a collection keeps of the objects of a watch. */
export type CollectionOptions<T, Index extends string> = {
  /** Reads an object; `undefined` leaves it out. */
  toFacts(object: RawObject): T | undefined;
  /** Told the facts before or after each change. */
  onChange(facts: T): void;
  /** What facts can be found by; `undefined` leaves them out of the index. */
  indexes?: Record<Index, KeyOf<T>>;
};

type KeyOf<T> = (facts: T) => string | undefined;

/** The compact facts of one watched resource, by uid and by its indexes. */
export class Collection<T, Index extends string = never> {
  readonly #facts = new Map<string, T>();
  readonly #uids = new Map<Index, Map<string, Set<string>>>();
  readonly #keysOf: [Index, KeyOf<T>][];
  #stale: Set<string> | undefined;

  constructor(private readonly options: CollectionOptions<T, Index>) {
    this.#keysOf = Object.entries(options.indexes ?? {}) as [Index, KeyOf<T>][];
    this.#keysOf.forEach(([index]) => this.#uids.set(index, new Map()));
  }

  get(uid: string): T | undefined {
    return this.#facts.get(uid);
  }

  values(): IterableIterator<T> {
    return this.#facts.values();
  }

  /** Facts whose key in an index is the given one. */
  find(index: Index, key: string): T[] {
    return this.findUids(index, key).map(uid => this.#facts.get(uid)!);
  }

  /** Uids of the facts whose key in an index is the given one. */
  findUids(index: Index, key: string): string[] {
    return [...(this.#uids.get(index)?.get(key) ?? [])];
  }

  /** The keys of an index. */
  keys(index: Index): string[] {
    return [...(this.#uids.get(index)?.keys() ?? [])];
  }

  /** Takes what a watch tells. */
  listener(): Pick<WatchListener, 'listing' | 'present' | 'gone' | 'listed'> {
    return {
      listing: () => {
        this.#stale = new Set(this.#facts.keys());
      },
      present: object => this.#put(object),
      gone: object => this.#remove(object.metadata.uid),
      listed: () => {
        this.#stale?.forEach(uid => this.#remove(uid));
        this.#stale = undefined;
      },
    };
  }

  /** Forgets everything: what was watched is not served any more. */
  clear() {
    [...this.#facts.keys()].forEach(uid => this.#remove(uid));
  }

  #put(object: RawObject) {
    const { uid } = object.metadata;
    this.#stale?.delete(uid);
    const facts = this.#read(object);
    const before = this.#facts.get(uid);
    if (
      before !== undefined &&
      JSON.stringify(before) === JSON.stringify(facts)
    ) {
      return;
    }
    this.#remove(uid);
    if (facts !== undefined) {
      this.#facts.set(uid, facts);
      this.#keysOf.forEach(([index, keyOf]) =>
        addTo(this.#uids.get(index)!, keyOf(facts), uid),
      );
      this.options.onChange(facts);
    }
  }

  // What was known of it before is not true any more
  #read(object: RawObject): T | undefined {
    try {
      return this.options.toFacts(object);
    } catch (error) {
      this.#remove(object.metadata.uid);
      throw error;
    }
  }

  #remove(uid: string) {
    const facts = this.#facts.get(uid);
    if (facts === undefined) {
      return;
    }
    this.options.onChange(facts);
    this.#facts.delete(uid);
    this.#keysOf.forEach(([index, keyOf]) =>
      removeFrom(this.#uids.get(index)!, keyOf(facts), uid),
    );
  }
}

function addTo(
  uids: Map<string, Set<string>>,
  key: string | undefined,
  uid: string,
) {
  const set = key === undefined ? undefined : uids.get(key);
  if (set) {
    set.add(uid);
  } else if (key !== undefined) {
    uids.set(key, new Set([uid]));
  }
}

function removeFrom(
  uids: Map<string, Set<string>>,
  key: string | undefined,
  uid: string,
) {
  const set = key === undefined ? undefined : uids.get(key);
  set?.delete(uid);
  if (set?.size === 0) {
    uids.delete(key!);
  }
}

import type { RawObject, WatchListener } from '../watchResource';

type Key = string | undefined;

/**
 * The compact facts of one watched resource by uid, with indexes that are made
 * when they are first asked for.
 */
export class Collection<T> {
  readonly #facts = new Map<string, T>();
  readonly #indexes = new Map<
    string,
    { keyOf: (facts: T) => Key; uids: Map<Key, Set<string>> }
  >();
  #stale: Set<string> | undefined;

  /**
   * @param toFacts - reads an object; `undefined` leaves it out
   * @param onChange - told the facts before or after each change
   */
  constructor(
    private readonly toFacts: (object: RawObject) => T | undefined,
    private readonly onChange: (facts: T) => void,
  ) {}

  get(uid: string): T | undefined {
    return this.#facts.get(uid);
  }

  values(): IterableIterator<T> {
    return this.#facts.values();
  }

  /** Facts whose key is the given one. */
  of(keyOf: (facts: T) => Key, key: string): T[] {
    return this.keysOf(keyOf, key).map(uid => this.#facts.get(uid)!);
  }

  /** Uids of the facts whose key is the given one. */
  keysOf(keyOf: (facts: T) => Key, key: string): string[] {
    return [...(this.#index(keyOf).get(key) ?? [])];
  }

  /** Connects the collection to a watch. */
  listener(hooks: { listed(): void; lost(error: Error): void }): WatchListener {
    return {
      listing: () => {
        this.#stale = new Set(this.#facts.keys());
      },
      present: object => this.#put(object),
      gone: object => this.#remove(object.metadata.uid),
      listed: () => {
        this.#stale?.forEach(uid => this.#remove(uid));
        this.#stale = undefined;
        hooks.listed();
      },
      lost: error => hooks.lost(error),
    };
  }

  #put(object: RawObject) {
    const { uid } = object.metadata;
    this.#stale?.delete(uid);
    const facts = this.toFacts(object);
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
      this.#indexes.forEach(({ keyOf, uids }) =>
        addTo(uids, keyOf(facts), uid),
      );
      this.onChange(facts);
    }
  }

  #remove(uid: string) {
    const facts = this.#facts.get(uid);
    if (facts === undefined) {
      return;
    }
    this.onChange(facts);
    this.#facts.delete(uid);
    this.#indexes.forEach(({ keyOf, uids }) =>
      removeFrom(uids, keyOf(facts), uid),
    );
  }

  // A function's text is its identity: call sites write it inline
  #index(keyOf: (facts: T) => Key): Map<Key, Set<string>> {
    const name = keyOf.toString();
    let index = this.#indexes.get(name);
    if (!index) {
      index = { keyOf, uids: new Map() };
      for (const [uid, facts] of this.#facts) {
        addTo(index.uids, keyOf(facts), uid);
      }
      this.#indexes.set(name, index);
    }
    return index.uids;
  }
}

function addTo(uids: Map<Key, Set<string>>, key: Key, uid: string) {
  const set = uids.get(key);
  if (set) {
    set.add(uid);
  } else {
    uids.set(key, new Set([uid]));
  }
}

function removeFrom(uids: Map<Key, Set<string>>, key: Key, uid: string) {
  const set = uids.get(key);
  set?.delete(uid);
  if (set?.size === 0) {
    uids.delete(key);
  }
}

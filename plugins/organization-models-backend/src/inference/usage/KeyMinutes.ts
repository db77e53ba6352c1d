import type { KeyMinute } from '../../database/usage/DatabaseUsage';

type Use = { requests: number; tokens: number };

/** What keys used, by minute; added up. */
export class KeyMinutes {
  readonly #byKey = new Map<string, Map<number, KeyMinute>>();

  get keyIds(): string[] {
    return [...this.#byKey.keys()];
  }

  add(keyId: string, minute: number, { requests, tokens }: Use): void {
    const minutes = this.#byKey.get(keyId) ?? new Map<number, KeyMinute>();
    const row = minutes.get(minute) ?? {
      ...{ keyId, minute, requests: 0, tokens: 0 },
    };
    row.requests += requests;
    row.tokens += tokens;
    this.#byKey.set(keyId, minutes.set(minute, row));
  }

  addAll(rows: KeyMinute[]): void {
    for (const { keyId, minute, ...use } of rows) {
      this.add(keyId, minute, use);
    }
  }

  of(keyId: string): KeyMinute[] {
    return [...(this.#byKey.get(keyId)?.values() ?? [])];
  }

  /** Hands over all there is. */
  take(): KeyMinute[] {
    const rows = this.keyIds.flatMap(keyId => this.of(keyId));
    this.#byKey.clear();
    return rows;
  }
}

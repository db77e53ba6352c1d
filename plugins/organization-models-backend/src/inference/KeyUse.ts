import { LRUCache } from 'lru-cache';
import type { KeyMinute } from '../database/DatabaseUsage';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const MOST_KEYS = 100_000;

type Use = {
  minute: number;
  requests: number;
  tokens: number;
  day: string;
  dayTokens: number;
};

export interface KeyUseStore {
  readKeyMinutes(keyIds: string[], minute: number): Promise<KeyMinute[]>;
  readKeyDays(keyIds: string[], day: string): Promise<Map<string, number>>;
}

/**
 * What keys use in the minute and on the day that it is now: what this process
 * let them, and what was written down by all processes, which is a second old.
 */
export class KeyUse {
  readonly #use = new LRUCache<string, Use>({ max: MOST_KEYS });

  constructor(
    private readonly options: { usage: KeyUseStore; now(): number },
  ) {}

  /** Asks the database about a key that was not seen on this day yet. */
  async read(keyId: string): Promise<Use> {
    const known = this.#use.get(keyId);
    const { day } = this.#clock();
    if (known?.day !== day) {
      await this.refresh([keyId], { pending: [] });
    }
    return this.#current(keyId);
  }

  add(keyId: string, more: { requests: number; tokens: number }): void {
    const use = this.#current(keyId);
    use.requests += more.requests;
    use.tokens += more.tokens;
    use.dayTokens += more.tokens;
    this.#use.set(keyId, use);
  }

  /** @param options - `pending`: what is not written down yet */
  async refresh(
    keyIds: string[],
    { pending }: { pending: KeyMinute[] },
  ): Promise<void> {
    const { usage } = this.options;
    const { minute, day } = this.#clock();
    const [minutes, days] = await Promise.all([
      usage.readKeyMinutes(keyIds, minute),
      usage.readKeyDays(keyIds, day),
    ]);
    for (const keyId of keyIds) {
      const own = pending.filter(row => row.keyId === keyId);
      const written = minutes.filter(row => row.keyId === keyId);
      const now = [...written, ...own.filter(row => row.minute === minute)];
      this.#use.set(keyId, {
        minute,
        requests: sum(now.map(({ requests }) => requests)),
        tokens: sum(now.map(({ tokens }) => tokens)),
        day,
        dayTokens: (days.get(keyId) ?? 0) + sum(own.map(row => row.tokens)),
      });
    }
  }

  /** Seconds until the minute, and until the day is over. */
  untilReset(): { minute: number; day: number } {
    const now = this.options.now();
    return {
      minute: (MINUTE_MS - (now % MINUTE_MS)) / 1000,
      day: (DAY_MS - (now % DAY_MS)) / 1000,
    };
  }

  #current(keyId: string): Use {
    const { minute, day } = this.#clock();
    const known = this.#use.get(keyId);
    return {
      minute,
      requests: known?.minute === minute ? known.requests : 0,
      tokens: known?.minute === minute ? known.tokens : 0,
      day,
      dayTokens: known?.day === day ? known.dayTokens : 0,
    };
  }

  #clock() {
    const now = this.options.now();
    return {
      minute: Math.floor(now / MINUTE_MS),
      day: new Date(now).toISOString().slice(0, 10),
    };
  }
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

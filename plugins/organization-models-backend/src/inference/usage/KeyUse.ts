import { LRUCache } from 'lru-cache';
import type { KeyMinute } from '../../database/usage/DatabaseUsage';

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 24 * 60;
const DAY_MS = MINUTES_A_DAY * MINUTE_MS;
const MOST_KEYS = 100_000;
/** What other processes let a key use is known after so long, in milliseconds. */
const FRESH_MS = 2_000;

/** What a key used in a minute and on a day. */
export type Use = { requests: number; tokens: number; dayTokens: number };

/** As the database knew it at a time. */
type Written = Use & { minute: number; day: string; at: number };

export interface KeyUseStore {
  readKeyMinutes(keyIds: string[], minute: number): Promise<KeyMinute[]>;
  readKeyDays(keyIds: string[], day: string): Promise<Map<string, number>>;
}

/**
 * What keys use in the minute and on the day that it is now: what was written
 * down by all processes, which is a second old, and what this process let them
 * since.
 */
export class KeyUse {
  readonly #written = new LRUCache<string, Written>({ max: MOST_KEYS });
  readonly #reading = new Map<string, Promise<void>>();

  constructor(
    private readonly options: {
      usage: KeyUseStore;
      /** What a key used and the database was not read since. */
      readUnwritten(keyId: string): KeyMinute[];
      now(): number;
    },
  ) {}

  /**
   * Asks the database about a key that was not seen on this day yet, or not of
   * late: others may have let it use all it has.
   */
  async prepare(keyId: string): Promise<void> {
    if (this.#isKnown(keyId)) {
      return;
    }
    // Requests that come at once wait for the same answer
    const reading =
      this.#reading.get(keyId) ??
      this.refresh([keyId]).finally(() => this.#reading.delete(keyId));
    this.#reading.set(keyId, reading);
    await reading;
  }

  #isKnown(keyId: string): boolean {
    const { readUnwritten, now } = this.options;
    const written = this.#written.get(keyId);
    const isToday = written?.day === this.#clock().day;
    // With what this process let it, it is read anew within a second anyway:
    // read in between, that would count twice
    return (
      isToday &&
      (now() - written.at < FRESH_MS || readUnwritten(keyId).length > 0)
    );
  }

  /** What is used until now, after {@link prepare}. */
  read(keyId: string): Use {
    const { minute, day } = this.#clock();
    const written = this.#written.get(keyId);
    const own = this.options.readUnwritten(keyId);
    const now = own.filter(row => row.minute === minute);
    const today = own.filter(row => dayOf(row.minute) === dayOf(minute));
    const isMinute = written?.minute === minute;
    const isDay = written?.day === day;
    return {
      requests: (isMinute ? written.requests : 0) + sum(now, 'requests'),
      tokens: (isMinute ? written.tokens : 0) + sum(now, 'tokens'),
      dayTokens: (isDay ? written.dayTokens : 0) + sum(today, 'tokens'),
    };
  }

  /** Reads what is written down of keys. */
  async refresh(keyIds: string[]): Promise<void> {
    const { usage } = this.options;
    const { minute, day } = this.#clock();
    const [minutes, days] = await Promise.all([
      usage.readKeyMinutes(keyIds, minute),
      usage.readKeyDays(keyIds, day),
    ]);
    for (const keyId of keyIds) {
      const written = minutes.filter(row => row.keyId === keyId);
      this.#written.set(keyId, {
        minute,
        requests: sum(written, 'requests'),
        tokens: sum(written, 'tokens'),
        day,
        dayTokens: days.get(keyId) ?? 0,
        at: this.options.now(),
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

  #clock() {
    const now = this.options.now();
    return {
      minute: Math.floor(now / MINUTE_MS),
      day: new Date(now).toISOString().slice(0, 10),
    };
  }
}

function dayOf(minute: number): number {
  return Math.floor(minute / MINUTES_A_DAY);
}

function sum(rows: KeyMinute[], what: 'requests' | 'tokens'): number {
  return rows.reduce((total, row) => total + row[what], 0);
}

import { mockServices } from '@backstage/backend-test-utils';
import type { StoredKey } from '../../database/DatabaseKeys';
import type { KeyMinute } from '../../database/usage/DatabaseUsage';
import { admitKey } from './admitKey';
import { UsageRecorder } from './UsageRecorder';

const MINUTE_MS = 60_000;
const NOON = Date.UTC(2026, 0, 1, 12);
const KEY = {
  id: 'key_1',
  limits: { requests_per_minute: 2 },
} as unknown as StoredKey;

/** A database that answers when it is let, of what was written by then. */
class SlowStore {
  readonly written: KeyMinute[] = [];
  #waiting: (() => void)[] = [];
  isSlow = false;

  #wait(): Promise<void> {
    return this.isSlow
      ? new Promise(resolve => this.#waiting.push(resolve))
      : Promise.resolve();
  }

  /** Lets it answer all that it was asked. */
  async go(): Promise<void> {
    for (let round = 0; round < 10; round++) {
      this.#waiting.splice(0).forEach(resolve => resolve());
      await new Promise(setImmediate);
    }
  }

  async add(_: unknown, { minutes }: { minutes: KeyMinute[] }) {
    await this.#wait();
    this.written.push(...minutes);
  }

  async readKeyMinutes(_: string[], minute: number) {
    const rows = this.written.filter(row => row.minute === minute);
    await this.#wait();
    return rows;
  }

  async readKeyDays() {
    await this.#wait();
    return new Map<string, number>();
  }

  async forgetMinutesBefore() {}
}

describe('admitKey', () => {
  let store: SlowStore;
  let usage: UsageRecorder;
  let now: number;

  beforeEach(() => {
    store = new SlowStore();
    now = NOON;
    const logger = mockServices.logger.mock();
    usage = new UsageRecorder({ usage: store, logger, now: () => now });
  });

  afterEach(() => store.go());

  /** How many of some requests get in. */
  const admit = async (requests: number) => {
    const asked = Array.from({ length: requests }, () =>
      admitKey(KEY, usage).then(
        () => 1,
        () => 0,
      ),
    );
    await store.go();
    return (await Promise.all(asked)).reduce<number>((a, b) => a + b, 0);
  };

  it('lets no more in while the database is first asked about the key', async () => {
    store.isSlow = true;
    expect(await admit(5)).toBe(2);
  });

  it('forgets nothing that comes while use is written down and read again', async () => {
    expect(await admit(1)).toBe(1);
    store.isSlow = true;
    const written = usage.flush();
    expect(await admit(1)).toBe(1);
    await store.go();
    await written;
    expect(await admit(1)).toBe(0);
  });

  it('counts what is being written to who asks anew', async () => {
    expect(await admit(2)).toBe(2);
    store.isSlow = true;
    const written = usage.flush();
    expect(await admit(3)).toBe(0);
    await written;
    expect(await admit(3)).toBe(0);
  });

  it('counts what could not be written once', async () => {
    expect(await admit(1)).toBe(1);
    const add = jest.spyOn(store, 'add').mockRejectedValueOnce(new Error());
    await usage.flush();
    expect(await admit(1)).toBe(1);
    await usage.flush();
    expect(store.written).toMatchObject([{ requests: 2 }]);
    expect(add).toHaveBeenCalledTimes(2);
    expect(await admit(1)).toBe(0);
  });

  it('knows in each minute what another process let the key use', async () => {
    const logger = mockServices.logger.mock();
    const other = new UsageRecorder({ usage: store, logger, now: () => now });
    expect(await admit(1)).toBe(1);
    for (let minute = 0; minute < 3; minute++) {
      await usage.flush();
      now += MINUTE_MS;
      await admitKey(KEY, other);
      await admitKey(KEY, other);
      await other.flush();
      now += 10_000;
      expect(await admit(1)).toBe(0);
    }
  });

  it('begins anew with the minute, and keeps the day', async () => {
    const key = { ...KEY, limits: { tokens_per_day: 10 } } as StoredKey;
    const tokens = { promptTokens: 6, cachedTokens: 0, completionTokens: 0 };
    const caller = { kind: 'key', organizationId: 'o', key } as const;
    const outcome = { tokens, isError: false };
    usage.record({ id: 'm', name: 'm' }, caller, outcome);
    now += MINUTE_MS;
    await admitKey(key, usage);
    usage.record({ id: 'm', name: 'm' }, caller, outcome);
    await expect(admitKey(key, usage)).rejects.toThrow('10 tokens a day');
    // Until midnight of UTC, and a moment less
    now += (12 * 60 - 1) * MINUTE_MS - 1;
    await expect(admitKey(key, usage)).rejects.toThrow('10 tokens a day');
    now += 1;
    await admitKey(key, usage);
  });
});

import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  KeyMinute,
  UsageSubject,
} from '../../database/usage/DatabaseUsage';
import type { UsageCounts } from '../../domain/usage/sumUsage';
import type { InferenceCaller } from '../callers/InferenceCaller';
import { KeyMinutes } from './KeyMinutes';
import { KeyUse } from './KeyUse';
import type { TokenCounts } from './readUsage';

/** How long what was used waits for more of it, in milliseconds. */
const FLUSH_MS = 1_000;
const MINUTE_MS = 60_000;

export interface UsageStore {
  add(
    usage: (UsageSubject & UsageCounts)[],
    keys: { minutes: KeyMinute[]; usedAt: string },
  ): Promise<void>;
  readKeyMinutes(keyIds: string[], minute: number): Promise<KeyMinute[]>;
  readKeyDays(keyIds: string[], day: string): Promise<Map<string, number>>;
  forgetMinutesBefore(minute: number): Promise<void>;
}

/**
 * Adds up what is used and writes it down in batches: a batch that cannot be
 * written waits for the next.
 */
export class UsageRecorder {
  #usage = new Map<string, UsageSubject & UsageCounts>();
  readonly #minutes = new KeyMinutes();
  /** Of keys, what is being written, or was and was not read again. */
  readonly #unread = new KeyMinutes();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #lastForgotten = 0;
  readonly keyUse: KeyUse;

  constructor(
    private readonly options: {
      usage: UsageStore;
      logger: LoggerService;
      now(): number;
    },
  ) {
    this.keyUse = new KeyUse({
      usage: options.usage,
      now: options.now,
      readUnwritten: keyId => [
        ...this.#minutes.of(keyId),
        ...this.#unread.of(keyId),
      ],
    });
  }

  /** A key sends a request. */
  countRequest(keyId: string): void {
    this.#minutes.add(keyId, this.#minute(), { requests: 1, tokens: 0 });
    this.#schedule();
  }

  /** A request has ended, well or not. */
  record(
    model: { id: string; name: string },
    caller: InferenceCaller,
    outcome: { tokens: TokenCounts; isError: boolean },
  ): void {
    const { tokens, isError } = outcome;
    this.#addUsage(
      {
        organizationId: caller.organizationId,
        day: dayOf(this.options.now()),
        modelId: model.id,
        modelName: model.name,
        keyId: caller.kind === 'key' ? caller.key.id : '',
        subject: caller.kind === 'key' ? '' : caller.caller.subject,
      },
      {
        requests: 1,
        errors: isError ? 1 : 0,
        prompt_tokens: tokens.promptTokens,
        cached_tokens: tokens.cachedTokens,
        completion_tokens: tokens.completionTokens,
      },
    );
    if (caller.kind === 'key') {
      this.#minutes.add(caller.key.id, this.#minute(), {
        requests: 0,
        tokens: tokens.promptTokens + tokens.completionTokens,
      });
    }
    this.#schedule();
  }

  /** Writes down everything that was recorded until now. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
  }

  #schedule() {
    this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS).unref();
  }

  async #write(): Promise<void> {
    const { usage: store, logger, now } = this.options;
    const usage = [...this.#usage.values()];
    const minutes = this.#minutes.take();
    if (usage.length + minutes.length === 0) {
      return;
    }
    this.#usage = new Map();
    const before = this.#unread.take();
    this.#unread.addAll([...before, ...minutes]);
    try {
      await store.add(usage, {
        minutes,
        usedAt: new Date(now()).toISOString(),
      });
    } catch (error) {
      logger.warn(`Usage could not be written, and waits: ${error}`);
      usage.forEach(({ ...row }) => this.#addUsage(row, row));
      this.#unread.take();
      this.#unread.addAll(before);
      this.#minutes.addAll(minutes);
      this.#schedule();
      return;
    }
    await this.#share().catch(error =>
      logger.warn(`What keys used elsewhere could not be read: ${error}`),
    );
  }

  // What other backends let a key use counts here as well
  async #share(): Promise<void> {
    const { usage: store } = this.options;
    const keyIds = this.#unread.keyIds;
    if (keyIds.length === 0) {
      return;
    }
    const minute = this.#minute();
    await this.keyUse.refresh(keyIds);
    this.#unread.take();
    if (minute !== this.#lastForgotten) {
      this.#lastForgotten = minute;
      await store.forgetMinutesBefore(minute);
    }
  }

  #addUsage(
    { organizationId, day, modelId, modelName, keyId, subject }: UsageSubject,
    counts: UsageCounts,
  ) {
    const of = { organizationId, day, modelId, modelName, keyId, subject };
    const id = JSON.stringify([organizationId, day, modelId, keyId, subject]);
    const row = this.#usage.get(id) ?? { ...of, ...NOTHING };
    for (const name of Object.keys(NOTHING) as (keyof UsageCounts)[]) {
      row[name] += counts[name];
    }
    this.#usage.set(id, row);
  }

  #minute(): number {
    return Math.floor(this.options.now() / MINUTE_MS);
  }
}

const NOTHING: UsageCounts = {
  requests: 0,
  errors: 0,
  prompt_tokens: 0,
  cached_tokens: 0,
  completion_tokens: 0,
};

/** The UTC day of a time in milliseconds since 1970. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

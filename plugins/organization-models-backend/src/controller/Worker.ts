import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { TroubleLog } from '../cluster/TroubleLog';
import { pause } from '../cluster/pause';
import type { DatabaseQueue } from '../database/queue/DatabaseQueue';
import {
  isDatabaseAway,
  isOutcomeUnknown,
} from '../database/opening/nameDatabaseTrouble';
import type { Claim, Lane } from '../database/queue/claimDueModels';

/**
 * How long a claim lasts without being renewed, in milliseconds: so long nobody
 * works on what a killed process had claimed.
 */
const CLAIM_MS = 6_000;
const RENEWAL_MS = 2_000;
/** How long other processes' marks may go unnoticed, in milliseconds. */
const POLL_MS = 500;
/** Between two tries while the database is away, in milliseconds. */
const TROUBLE_MS = 500;
/** Of the log: not one line for each model. */
const BROKEN_PASS = 'Passes break off';
const SHORTEST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 60_000;

/** What a pass over a model came to. */
export type PassOutcome =
  | {
      result: 'settled';
      /** Before something is worth another look that no watch tells of, milliseconds. */
      againMs?: number;
      finding?: Finding;
    }
  /** It could not be done now; the pauses between tries grow. */
  | { result: 'retry'; againMs?: number; finding?: Finding }
  | { result: 'gone' };

/** What a pass has to save; that is done when the model is given back. */
export type Finding = {
  /** @returns `superseded` when it is of no interest any more */
  save(trx: Knex.Transaction): Promise<'saved' | 'superseded'>;
  /**
   * Called once it is saved; also where it may be, and nobody can say so any
   * more: told in vain is better than never.
   */
  onSaved(): void;
};

type UnfinishedPass = Exclude<PassOutcome, { result: 'gone' }>;
/** Of giving one model back: an earlier one may have saved it, whose commit was never answered. */
type Tries = { mayBeSaved: boolean };
type Completed = Awaited<ReturnType<DatabaseQueue['complete']>>;

/**
 * Takes models that are due and works on several at a time, each by one worker
 * at a time. Knows nothing of the work itself.
 */
export class Worker {
  readonly #id = randomUUID();
  readonly #claims = new Set<Claim>();
  readonly #troubles: TroubleLog;
  #wake: () => void = () => {};
  #woken = false;
  /** Something may be claimed of which nobody was told. */
  #mayOweMore = false;
  /** The last time as many were claimed as there were places for. */
  #mayBeMore = false;

  constructor(
    private readonly options: {
      queue: DatabaseQueue;
      /** Whose models: what holds those up holds up no others. */
      lane: Lane;
      concurrency: number;
      resyncMs: number;
      logger: LoggerService;
      reconcile(modelId: string, signal: AbortSignal): Promise<PassOutcome>;
      onPass?(result: PassOutcome['result'], seconds: number): void;
    },
  ) {
    this.#troubles = new TroubleLog(options.logger);
  }

  /** There is work: do not wait for the next poll. */
  wake() {
    // It may come while work is claimed, and be about what is not in it
    this.#woken = true;
    this.#wake();
  }

  /** Works until the signal aborts and what was begun is done. */
  async run(signal: AbortSignal): Promise<void> {
    const renewal = setInterval(() => {
      this.#attempt('Claims cannot be renewed', this.#renew());
      this.#attempt('The clock cannot be followed', this.#followClock());
    }, RENEWAL_MS);
    signal.addEventListener('abort', () => this.wake(), { once: true });
    const passes = new Set<Promise<void>>();
    while (!signal.aborted) {
      // Whatever woke us goes on first: mostly a request, about to be answered
      await turn();
      this.#woken = false;
      const free = this.options.concurrency - passes.size;
      const claims = free > 0 ? await this.#claim(free, signal) : [];
      this.#mayBeMore = claims.length === free;
      for (const claim of claims) {
        const pass: Promise<void> = this.#pass(claim, signal).finally(() => {
          passes.delete(pass);
          if (this.#mayBeMore) {
            this.wake();
          }
        });
        passes.add(pass);
      }
      await this.#idle(signal);
    }
    await Promise.all(passes);
    clearInterval(renewal);
  }

  async #claim(limit: number, signal: AbortSignal): Promise<Claim[]> {
    const { queue, lane } = this.options;
    const trouble = 'No work can be claimed';
    try {
      if (this.#mayOweMore) {
        await queue.dropUnknown(this.#id, [...this.#claims]);
        this.#mayOweMore = false;
      }
      const claims = await queue.claim({
        worker: this.#id,
        lane,
        limit,
        claimMs: CLAIM_MS,
      });
      this.#troubles.forget(trouble);
      this.#troubles.forget(BROKEN_PASS);
      return claims;
    } catch (error) {
      this.#mayOweMore = true;
      this.#troubles.tell(trouble, String(error));
      await pauseInTrouble(signal);
      return [];
    }
  }

  async #idle(signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#woken) {
      return;
    }
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, POLL_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => {};
  }

  async #pass(claim: Claim, signal: AbortSignal): Promise<void> {
    this.#claims.add(claim);
    try {
      // SQLite answers at once: requests would wait for several passes in a row
      await turn();
      const begun = performance.now();
      const outcome = await this.#reconcile(claim, signal);
      const seconds = (performance.now() - begun) / 1000;
      this.options.onPass?.(outcome.result, seconds);
      if (outcome.result !== 'gone') {
        await this.#giveBackAtLast(claim, outcome, signal);
      }
    } catch (error) {
      // The claim ends by itself, and the model is taken again
      this.options.logger.warn(
        `Model ${claim.modelId} cannot be given back: ${error}`,
      );
    } finally {
      this.#claims.delete(claim);
    }
  }

  async #reconcile(claim: Claim, signal: AbortSignal): Promise<PassOutcome> {
    try {
      return await this.options.reconcile(claim.modelId, signal);
    } catch (error) {
      if (isDatabaseAway(error)) {
        this.#troubles.tell(BROKEN_PASS, String(error));
      } else if (!signal.aborted) {
        this.options.logger.error(
          `The pass over model ${claim.modelId} failed`,
          error as Error,
        );
      }
      return { result: 'retry' };
    }
  }

  // Left to end by itself, its claim would keep everybody from the model long
  // after the database is back
  async #giveBackAtLast(
    claim: Claim,
    outcome: UnfinishedPass,
    signal: AbortSignal,
  ): Promise<void> {
    const tries: Tries = { mayBeSaved: false };
    for (;;) {
      try {
        await this.#giveBack(claim, outcome, tries);
        return;
      } catch (error) {
        if (!isDatabaseAway(error) || signal.aborted) {
          throw error;
        }
        await pauseInTrouble(signal);
      }
    }
  }

  async #giveBack(
    claim: Claim,
    outcome: UnfinishedPass,
    tries: Tries,
  ): Promise<void> {
    const { finding } = outcome;
    if (!finding) {
      await this.#complete(claim, outcome);
      return;
    }
    let saved: Awaited<ReturnType<Finding['save']>> | undefined;
    let completed: Completed;
    try {
      completed = await this.#complete(claim, outcome, async trx => {
        saved = await finding.save(trx);
      });
    } catch (error) {
      if (isDatabaseAway(error)) {
        if (isOutcomeUnknown(error) && saved === 'saved') {
          tries.mayBeSaved = true;
        }
        throw error;
      }
      this.options.logger.error(
        `What was found of model ${claim.modelId} cannot be saved`,
        error as Error,
      );
      await this.#complete(claim, { result: 'retry' });
      return;
    }
    // The try that saved it gave the model back, too
    if (saved === 'saved' || (completed === 'lost' && tries.mayBeSaved)) {
      finding.onSaved();
    }
  }

  async #complete(
    claim: Claim,
    outcome: UnfinishedPass,
    save?: (trx: Knex.Transaction) => Promise<void>,
  ): Promise<Completed> {
    const failures = outcome.result === 'retry' ? claim.failures + 1 : 0;
    const completed = await this.options.queue.complete(
      claim,
      { delayMs: this.#delayOf(outcome, failures), failures },
      save,
    );
    if (completed === 'marked') {
      this.wake();
    }
    return completed;
  }

  #delayOf(outcome: UnfinishedPass, failures: number): number {
    const { result, againMs = Infinity } = outcome;
    if (result === 'retry') {
      const exponential = SHORTEST_BACKOFF_MS * 2 ** Math.min(failures - 1, 10);
      const backoff =
        Math.min(exponential, LONGEST_BACKOFF_MS) * (0.75 + Math.random() / 2);
      return Math.min(againMs, backoff);
    }
    return Math.min(
      againMs,
      this.options.resyncMs * (0.75 + Math.random() / 4),
    );
  }

  async #renew(): Promise<void> {
    const claims = [...this.#claims];
    if (claims.length > 0) {
      await this.options.queue.renew(claims, { claimMs: CLAIM_MS });
    }
  }

  #followClock(): Promise<void> {
    const { queue, resyncMs } = this.options;
    return queue.makeFarOnesDue({
      longestDelayMs: Math.max(resyncMs, LONGEST_BACKOFF_MS),
    });
  }

  #attempt(trouble: string, work: Promise<void>) {
    work.catch(error => this.options.logger.warn(`${trouble}: ${error}`));
  }
}

// Jitter keeps many passes from coming back at the same moment
function pauseInTrouble(signal: AbortSignal): Promise<void> {
  return pause(TROUBLE_MS * (0.75 + Math.random() / 4), signal);
}

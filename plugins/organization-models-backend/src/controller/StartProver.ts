import type { LoggerService } from '@backstage/backend-plugin-api';
import limit from 'p-limit';
import type { DatabaseStarts } from '../database/DatabaseStarts';
import type { PodFacts } from '../domain/facts/ObservedModel';
import type { ProofAnswer } from '../domain/facts/StartProof';
import type { StoredModel } from '../domain/facts/StoredModel';

/** Models that are asked at a time. */
const MOST_AT_ONCE = 4;
/**
 * Before each further try to reach an engine, in milliseconds: a way to it may
 * be up a little after the engine is.
 */
const PAUSES_MS = [2_000, 10_000, 60_000];
/** After that long, who took it on is taken for dead, in milliseconds. */
const ABANDONED_MS = 300_000;

/** Asks the engine of a pod something tiny, within a bounded time. */
export type AskEngine = (
  model: StoredModel,
  pod: PodFacts,
  signal: AbortSignal,
) => Promise<ProofAnswer>;

export type StartProverOptions = {
  starts: Pick<DatabaseStarts, 'claimProof' | 'saveProof'>;
  ask: AskEngine;
  now(): Date;
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
  logger: LoggerService;
  /** It is known whether the model answers. */
  onProven(model: StoredModel): Promise<void>;
};

/**
 * Finds out once per generation whether a model that is ready answers.
 *
 * @remarks It goes on beside the passes, which never wait for it: the model runs
 * meanwhile. Of several processes one asks.
 */
export class StartProver {
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #limited = limit(MOST_AT_ONCE);

  constructor(private readonly options: StartProverOptions) {}

  /** Returns at once. */
  prove(model: StoredModel, pods: PodFacts[], signal: AbortSignal): void {
    const key = `${model.id} ${model.generation}`;
    const pod = pods.find(({ ready, deleting }) => ready && !deleting);
    if (!pod || signal.aborted || this.#underWay.has(key)) {
      return;
    }
    const proof = this.#prove(model, pod, signal)
      .catch(error =>
        this.options.logger.warn(
          `Whether ${model.id} answers could not be found out: ${error}`,
        ),
      )
      .finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, proof);
  }

  /** Until nothing is under way: for the end of the process. */
  async settle(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  async #prove(model: StoredModel, pod: PodFacts, signal: AbortSignal) {
    const ask = () => this.#limited(() => this.#ask(model, pod, signal));
    if (!(await this.#limited(() => this.#claim(model, signal)))) {
      return;
    }
    let proof = await ask();
    for (const pause of PAUSES_MS) {
      // whoever takes over asks again, and so does a pass much later
      if (signal.aborted || proof.result !== 'unreachable') {
        break;
      }
      await this.options.pause(pause, signal);
      proof = signal.aborted ? proof : await ask();
    }
    if (!signal.aborted && proof.result !== 'unreachable') {
      await this.options.starts.saveProof(model.id, proof);
      await this.options.onProven(model);
    }
  }

  async #claim(
    { id: modelId, generation }: StoredModel,
    signal: AbortSignal,
  ): Promise<boolean> {
    const now = this.options.now();
    const abandonedBefore = new Date(now.getTime() - ABANDONED_MS);
    return (
      !signal.aborted &&
      this.options.starts.claimProof(
        { modelId, generation },
        { now, abandonedBefore },
      )
    );
  }

  async #ask(model: StoredModel, pod: PodFacts, signal: AbortSignal) {
    const { ask, now } = this.options;
    const askedAt = now().toISOString();
    const answer = await ask(model, pod, signal);
    return {
      generation: model.generation,
      pod: pod.name,
      askedAt,
      answeredAt: now().toISOString(),
      ...answer,
    };
  }
}

import type { LoggerService } from '@backstage/backend-plugin-api';
import limit from 'p-limit';
import type { DatabaseStarts } from '../database/DatabaseStarts';
import type { PodFacts } from '../domain/facts/ObservedModel';
import type { ProofAnswer } from '../domain/facts/StartProof';
import type { StoredModel } from '../domain/facts/StoredModel';

/** Models that are asked at a time. */
const MOST_AT_ONCE = 4;
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
  logger: LoggerService;
  /** It is known whether the model answers. */
  onProven(modelId: string): Promise<void>;
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
    const proof = this.#limited(() => this.#prove(model, pod, signal))
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
    const { starts, ask, now, onProven } = this.options;
    const { id: modelId, generation } = model;
    const asked = now();
    const isOurs =
      !signal.aborted &&
      (await starts.claimProof(
        { modelId, generation },
        {
          now: asked,
          abandonedBefore: new Date(asked.getTime() - ABANDONED_MS),
        },
      ));
    if (!isOurs) {
      return;
    }
    const answer = await ask(model, pod, signal);
    // whoever takes over asks again, and so does a later pass
    if (signal.aborted || answer.result === 'unreachable') {
      return;
    }
    await starts.saveProof(modelId, {
      generation,
      pod: pod.name,
      askedAt: asked.toISOString(),
      answeredAt: now().toISOString(),
      ...answer,
    });
    await onProven(modelId);
  }
}

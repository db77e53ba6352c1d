import { LRUCache } from 'lru-cache';
import type { InferenceCall } from '../../domain/engines/ModelRuntime';
import { findRuntime } from '../../domain/engines/findRuntime';
import type { StoredModel } from '../../domain/facts/StoredModel';
import {
  type EngineGateway,
  type EnginePod,
  type EngineResponse,
  isUnreachable,
  remedyOf,
} from './EngineGateway';
import type { ReadyModel } from './ModelDirectory';
import { OpenAiError } from '../errors/OpenAiError';
import type { InferenceBody } from '../bodies/readInferenceBody';
import { ServedNames } from './ServedNames';
import { type EngineBody, toEngineBody } from '../bodies/toEngineBody';

/** In milliseconds. */
export type EngineTimeouts = { firstByteMs: number; silenceMs: number };

/** An answer that has begun; `done` tells that it has ended. */
export type EngineAnswer = Omit<EngineBody, 'body'> & {
  response: EngineResponse;
  /** When the request was given to the connection, by `performance.now`. */
  sentAt: number;
  done(): void;
};

/** What is counted in an answer has to be read: none may be compressed. */
const HEADERS = {
  'Content-Type': 'application/json',
  'Accept-Encoding': 'identity',
};

/** Pods of which is remembered how busy they are. */
const MOST_PODS = 10_000;

/** Asks the engine of the least busy pod. */
export class EngineCaller {
  /** Requests under way by the pod's uid; of this process alone. */
  readonly #busy = new LRUCache<string, number>({ max: MOST_PODS });
  readonly #names: ServedNames;
  /** Of pods that are equally busy, each has its turn. */
  #turn = 0;

  constructor(
    private readonly engines: EngineGateway,
    private readonly timeouts: EngineTimeouts,
  ) {
    this.#names = new ServedNames(engines);
  }

  /**
   * Sends a request to one pod, and to the next where no connection comes
   * about; never again when a byte of it may have arrived.
   */
  async ask(
    { model, pods }: ReadyModel,
    body: InferenceBody,
    { call, signal }: { call: InferenceCall; signal: AbortSignal },
  ): Promise<EngineAnswer> {
    let failure: unknown;
    for (const pod of this.#leastBusyFirst(pods)) {
      const done = this.#begin(pod);
      try {
        const served = await this.#names.find(model, pod);
        const { body: sent, ...meaning } = toEngineBody(body, {
          call,
          servedName: nameToSend(body, model, served),
        });
        const sentAt = performance.now();
        const response = await this.engines.request(pod, {
          method: 'POST',
          path: findRuntime(model.resolved.runtime).endpoints.calls[call],
          headers: HEADERS,
          body: sent,
          signal,
          firstByteTimeoutMs: this.timeouts.firstByteMs,
          silenceTimeoutMs: this.timeouts.silenceMs,
        });
        return { response, ...meaning, sentAt, done };
      } catch (error) {
        done();
        if (!isUnreachable(error)) {
          throw toEngineError(error, model.name);
        }
        failure = error;
      }
    }
    const remedy = remedyOf(failure);
    throw new OpenAiError(503, {
      code: 'engine_unreachable',
      message: `No replica of the model ${model.name} can be reached ${
        remedy ? `by the portal. ${remedy}` : 'now'
      }`,
      retryAfterSeconds: 5,
      cause: failure,
    });
  }

  #leastBusyFirst(pods: EnginePod[]): EnginePod[] {
    const first = this.#turn++ % pods.length;
    return [...pods.slice(first), ...pods.slice(0, first)].sort(
      (a, b) => this.#busyness(a) - this.#busyness(b),
    );
  }

  #busyness({ uid }: EnginePod): number {
    return this.#busy.get(uid) ?? 0;
  }

  #begin(pod: EnginePod): () => void {
    this.#busy.set(pod.uid, this.#busyness(pod) + 1);
    let isDone = false;
    return () => {
      if (!isDone) {
        isDone = true;
        this.#busy.set(pod.uid, Math.max(0, this.#busyness(pod) - 1));
      }
    };
  }
}

// What names the model in any way gets the name that its engine knows; all else
// is the engine's matter: adapters have names of their own
function nameToSend(
  { fields }: InferenceBody,
  { id, name, spec }: StoredModel,
  served: string,
): unknown {
  const { model } = fields;
  const { display_name, huggingface_id } = spec;
  const meant = [undefined, null, '', id, name, display_name, huggingface_id];
  return meant.includes(model as string) ? served : model;
}

/** Codes of undici that tell how a request came to nothing. */
const TIMEOUTS = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'];

/** What clients are told of an engine that broke off. */
export function toEngineError(error: unknown, name: string): OpenAiError {
  if (error instanceof OpenAiError) {
    return error;
  }
  const isLate = TIMEOUTS.includes((error as { code?: string })?.code ?? '');
  return new OpenAiError(isLate ? 504 : 502, {
    code: isLate ? 'engine_timeout' : 'engine_failed',
    message: isLate
      ? `The engine of the model ${name} did not answer in time`
      : `The engine of the model ${name} broke the connection off`,
    // Clients of OpenAI's would ask again what has just taken so long
    headers: isLate ? { 'x-should-retry': 'false' } : {},
    cause: error,
  });
}

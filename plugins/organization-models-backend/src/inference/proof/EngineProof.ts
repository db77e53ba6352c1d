import { maskSecretText } from '@orgmodels/backstage-plugin-organization-models-common';
import type { InferenceCall } from '../../domain/engines/ModelRuntime';
import { findRuntime } from '../../domain/engines/findRuntime';
import type { ProofAnswer } from '../../domain/facts/StartProof';
import type { StoredModel } from '../../domain/facts/StoredModel';
import {
  type EngineGateway,
  type EnginePod,
  type EngineResponse,
  isUnreachable,
} from '../engines/EngineGateway';
import { findNonsense } from './findNonsense';
import { ServedNames } from '../engines/ServedNames';

/** The first request may still compile something, in milliseconds. */
const PATIENCE_MS = 120_000;
const LARGEST_ANSWER = 256 * 1024;
const LONGEST_WORDS = 500;

type Question = { call: InferenceCall; body: object };

const CHAT: Question = {
  call: 'chat/completions',
  body: {
    messages: [{ role: 'user', content: 'Hi' }],
    max_tokens: 1,
    stream: true,
  },
};

/** The least that an engine can be asked for. */
const QUESTIONS: Record<StoredModel['spec']['model_type'], Question> = {
  chat: CHAT,
  vision: CHAT,
  completion: {
    call: 'completions',
    body: { prompt: 'Hi', max_tokens: 1, stream: true },
  },
  embedding: { call: 'embeddings', body: { input: 'Hi' } },
  rerank: { call: 'rerank', body: { query: 'Hi', documents: ['Hi'] } },
};

/** Asks a pod's engine for one token, or one embedding: does it answer at all? */
export class EngineProof {
  readonly #names: ServedNames;

  constructor(
    private readonly engines: EngineGateway,
    private readonly options: { now(): number; patienceMs?: number },
  ) {
    this.#names = new ServedNames(engines);
  }

  async ask(
    model: StoredModel,
    pod: Omit<EnginePod, 'port' | 'cluster'>,
    signal: AbortSignal,
  ): Promise<ProofAnswer> {
    const { endpoints } = findRuntime(model.resolved.runtime);
    const { call, body } = QUESTIONS[model.spec.model_type];
    const place = { ...pod, cluster: model.cluster, port: endpoints.port };
    const patienceMs = this.options.patienceMs ?? PATIENCE_MS;
    const since = this.options.now();
    try {
      const response = await this.engines.request(place, {
        method: 'POST',
        path: endpoints.calls[call],
        headers: { 'Content-Type': 'application/json' },
        body: Buffer.from(
          JSON.stringify({
            model: await this.#names.find(model, place),
            ...body,
          }),
        ),
        signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
        firstByteTimeoutMs: patienceMs,
        silenceTimeoutMs: patienceMs,
      });
      return await this.#judge(response, { call, since });
    } catch (error) {
      const seconds = this.#secondsSince(since);
      // A connection that breaks at once may be the way's fault
      const isPatienceOver = seconds * 1000 >= 0.9 * patienceMs;
      return isUnreachable(error) || signal.aborted || !isPatienceOver
        ? { result: 'unreachable', words: quote(String(error)) }
        : { result: 'silent', seconds };
    }
  }

  async #judge(
    response: EngineResponse,
    { call, since }: { call: InferenceCall; since: number },
  ): Promise<ProofAnswer> {
    const { statusCode } = response;
    const { text, secondsToFirst } = await this.#read(response, since);
    if (
      statusCode === 401 ||
      statusCode === 403 ||
      isOtherServer(statusCode, text)
    ) {
      // somebody's own key, or no engine of this kind: not ours to judge
      return { result: 'notAsked', words: `The engine answers ${statusCode}` };
    }
    if (statusCode >= 400) {
      return { result: 'refused', words: quote(wordsOf(text)), statusCode };
    }
    const nonsense = findNonsense(call, text);
    return nonsense
      ? { result: 'nonsense', words: quote(nonsense) }
      : { result: 'answered', secondsToFirstToken: secondsToFirst };
  }

  async #read({ body }: EngineResponse, since: number) {
    const chunks: Buffer[] = [];
    let secondsToFirst: number | undefined;
    let size = 0;
    for await (const chunk of body) {
      secondsToFirst ??= this.#secondsSince(since);
      chunks.push(chunk);
      size += chunk.length;
      if (size > LARGEST_ANSWER) {
        break;
      }
    }
    return {
      text: Buffer.concat(chunks).toString('utf8'),
      secondsToFirst: secondsToFirst ?? this.#secondsSince(since),
    };
  }

  #secondsSince(since: number): number {
    return (this.options.now() - since) / 1000;
  }
}

// FastAPI's own answer for a path that is not there
function isOtherServer(statusCode: number, text: string): boolean {
  return statusCode === 404 && !/"(?:message|error)"/.test(text);
}

// OpenAI's form of errors, or whatever there is
function wordsOf(text: string): string {
  try {
    const { error, message, detail } = JSON.parse(text);
    const words = error?.message ?? message ?? error ?? detail ?? text;
    return typeof words === 'string' ? words : JSON.stringify(words);
  } catch {
    return text;
  }
}

function quote(words: string): string {
  const masked = maskSecretText(words).trim();
  return masked.length > LONGEST_WORDS
    ? `${masked.slice(0, LONGEST_WORDS)}…`
    : masked;
}

import type { InferenceCall } from '../../domain/engines/ModelRuntime';
import { OpenAiError } from '../errors/OpenAiError';
import type { InferenceBody } from './readInferenceBody';

/** What of the usage that we ask for the client did not. */
export type HiddenUsage = 'none' | 'allButLast' | 'all';

export type EngineBody = {
  body: Buffer;
  hidden: HiddenUsage;
  /** Of those that are numbered through: the rest are to other prompts. */
  answersPerPrompt: number;
};

/** Calls whose streams tell their usage only to those who ask for it. */
const TELL_WHEN_ASKED: InferenceCall[] = ['chat/completions', 'completions'];

/**
 * The body as the engine gets it: with the name under which it serves the
 * model, and asking for the usage of streams. It is asked for with each piece,
 * so that a stream which is left early is counted as well.
 */
export function toEngineBody(
  given: InferenceBody,
  { call, servedName }: { call: InferenceCall; servedName: unknown },
): EngineBody {
  const { raw, fields } = given;
  const answersPerPrompt = countAnswers(call, fields);
  const asked = fields.stream_options ?? undefined;
  const isAsking =
    fields.stream === true &&
    TELL_WHEN_ASKED.includes(call) &&
    (asked === undefined || isObject(asked));
  if (!isAsking) {
    return {
      body: rename(given, servedName),
      hidden: 'none',
      answersPerPrompt,
    };
  }
  const stream_options = {
    ...(asked as object | undefined),
    include_usage: true,
    continuous_usage_stats: true,
  };
  return {
    body:
      fields.model === servedName && !('stream_options' in fields)
        ? insertFirst(raw, { stream_options })
        : rewrite(given, { model: servedName, stream_options }),
    hidden: hiddenOf((asked ?? {}) as StreamOptions),
    answersPerPrompt,
  };
}

// Only completions take several prompts; an engine refuses what is no count
function countAnswers(
  call: InferenceCall,
  { n }: Record<string, unknown>,
): number {
  if (call !== 'completions') {
    return Infinity;
  }
  return typeof n === 'number' && n >= 1 ? n : 1;
}

type StreamOptions = {
  include_usage?: unknown;
  continuous_usage_stats?: unknown;
};

function hiddenOf(asked: StreamOptions): HiddenUsage {
  if (asked.include_usage !== true) {
    return 'all';
  }
  return asked.continuous_usage_stats === true ? 'none' : 'allButLast';
}

// What is the client's and the engine's matter stays as it is where nothing changes
function rename({ raw, fields }: InferenceBody, servedName: unknown): Buffer {
  return fields.model === servedName
    ? raw
    : rewrite({ raw, fields }, { model: servedName });
}

/** Fields that an object does not have, before those that it has. */
function insertFirst(raw: Buffer, fields: object): Buffer {
  const begin = raw.indexOf('{') + 1;
  const inserted = `${JSON.stringify(fields).slice(1, -1)},`;
  return Buffer.concat([
    raw.subarray(0, begin),
    Buffer.from(inserted),
    raw.subarray(begin),
  ]);
}

/** The body with other values of some fields. */
function rewrite({ raw, fields }: InferenceBody, changes: object): Buffer {
  const kept = HAS_LONG_NUMBER.test(raw.toString('latin1'))
    ? parseExactly(raw)
    : fields;
  try {
    return Buffer.from(JSON.stringify({ ...kept, ...changes }));
  } catch {
    throw new OpenAiError(400, {
      code: 'invalid_json',
      message: 'The body has too many levels of objects and lists',
    });
  }
}

/** More digits than a number of JavaScript holds; seeds have them. */
const HAS_LONG_NUMBER = /\d{16}/;

type Exact = {
  parse(text: string, revive: (...of: any[]) => unknown): object;
  rawJSON(text: string): unknown;
};

function parseExactly(raw: Buffer): object {
  // Not in TypeScript's library yet
  const { parse, rawJSON } = JSON as unknown as Exact;
  return parse(raw.toString('utf8'), (_key, value, { source } = {}) =>
    typeof value === 'number' && String(value) !== source
      ? rawJSON(source)
      : value,
  );
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

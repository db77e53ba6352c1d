import type { InferenceCall } from '../domain/engines/ModelRuntime';
import type { InferenceBody } from './readInferenceBody';

/** What of the usage that we ask for the client did not. */
export type HiddenUsage = 'none' | 'allButLast' | 'all';

/** Calls whose streams tell their usage only to those who ask for it. */
const TELL_WHEN_ASKED: InferenceCall[] = ['chat/completions', 'completions'];

/**
 * The body as the engine gets it: with the name under which it serves the
 * model, and asking for the usage of streams. It is asked for with each piece,
 * so that a stream which is left early is counted as well.
 */
export function toEngineBody(
  { raw, fields }: InferenceBody,
  { call, servedName }: { call: InferenceCall; servedName: unknown },
): { body: Buffer; hidden: HiddenUsage } {
  const asked = fields.stream_options ?? undefined;
  const isAsking =
    fields.stream === true &&
    TELL_WHEN_ASKED.includes(call) &&
    (asked === undefined || isObject(asked));
  if (!isAsking) {
    return { body: rename(raw, fields, servedName), hidden: 'none' };
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
        : stringify({ ...fields, model: servedName, stream_options }),
    hidden: hiddenOf((asked ?? {}) as StreamOptions),
  };
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

// Numbers that JavaScript cannot hold stay as they are where nothing changes
function rename(
  raw: Buffer,
  fields: Record<string, unknown>,
  servedName: unknown,
): Buffer {
  return fields.model === servedName
    ? raw
    : stringify({ ...fields, model: servedName });
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

function stringify(fields: object): Buffer {
  return Buffer.from(JSON.stringify(fields));
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

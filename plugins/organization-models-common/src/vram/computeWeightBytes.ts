import { computeArchitectureBytes } from './computeArchitectureBytes';
import type {
  MemoryFigure,
  ModelArchitecture,
  ModelWeights,
} from './ModelArchitecture';

/**
 * What is known of a model; the more, the surer the figures.
 *
 * @public
 */
export type ModelFacts = {
  /** For a guess where nothing else is known. */
  id?: string;
  architecture?: ModelArchitecture;
  weights?: ModelWeights;
};

/**
 * Bytes of a model's weights on all its GPUs together: counted from the
 * repository, else computed from the architecture, else guessed from the name.
 *
 * @public
 */
export function computeWeightBytes(
  facts: ModelFacts,
): MemoryFigure | undefined {
  const { id, architecture, weights } = facts;
  if (weights?.parameters && Object.keys(weights.parameters).length > 0) {
    return {
      bytes: sumParameters(weights.parameters, architecture),
      certainty: 'exact',
    };
  }
  if (weights?.totalBytes) {
    return { bytes: weights.totalBytes, certainty: 'exact' };
  }
  if (architecture) {
    return {
      bytes: computeArchitectureBytes(architecture),
      certainty: 'estimated',
    };
  }
  const guess = id === undefined ? undefined : guessFromName(id);
  return guess === undefined
    ? undefined
    : { bytes: guess, certainty: 'guessed' };
}

const FLOATS = ['F64', 'F32', 'F16', 'BF16'];

function sumParameters(
  parameters: Record<string, number>,
  architecture: ModelArchitecture | undefined,
): number {
  return Object.entries(parameters).reduce(
    (sum, [dtype, count]) =>
      sum +
      count *
        // an engine loads what is not quantized in the model's own precision,
        // whatever it was stored in
        (architecture && !architecture.quantization && FLOATS.includes(dtype)
          ? architecture.parameterBytes
          : bytesOf(dtype)),
    0,
  );
}

function bytesOf(dtype: string): number {
  if (/^F4|^FP4/.test(dtype)) {
    return 0.5;
  }
  const bits = /^[A-Z]+?F?(64|32|16|8)/.exec(dtype)?.[1];
  return dtype === 'BOOL' ? 1 : Number(bits ?? 16) / 8;
}

const SIZE =
  /(?:^|[^A-Za-z0-9.])(?:(\d+)x)?(\d+(?:\.\d+)?)([BM])(?=$|[^A-Za-z0-9])/i;
const PRECISIONS: [RegExp, number][] = [
  [/awq|gptq|int4|4bit|w4a|nvfp4|mxfp4|fp4/i, 0.55],
  [/fp8|int8|8bit|w8a/i, 1],
];

// Qwen3-Coder-30B-A3B-Instruct-FP8: 30e9 parameters of one byte
function guessFromName(id: string): number | undefined {
  const match = SIZE.exec(id);
  if (!match) {
    return undefined;
  }
  const [, times = '1', size, unit] = match;
  const parameters =
    Number(times) * Number(size) * (unit.toUpperCase() === 'B' ? 1e9 : 1e6);
  const bytes = PRECISIONS.find(([pattern]) => pattern.test(id))?.[1] ?? 2;
  return parameters * bytes;
}

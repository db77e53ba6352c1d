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
 * Bytes of a model's weights on all its GPUs together: the files that the
 * engine loads, else what the hub counted, else computed from the
 * architecture, else guessed from the name.
 *
 * @public
 */
export function computeWeightBytes(
  facts: ModelFacts,
): MemoryFigure | undefined {
  const { id, architecture, weights } = facts;
  const counted = weights && readWeights(weights, architecture);
  if (counted) {
    return counted;
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

function readWeights(
  { parameters = {}, totalBytes }: ModelWeights,
  architecture: ModelArchitecture | undefined,
): MemoryFigure | undefined {
  const dtypes = Object.keys(parameters);
  const isPlain =
    architecture !== undefined &&
    !architecture.quantization &&
    dtypes.every(dtype => FLOATS.includes(dtype));
  if (dtypes.length > 0 && isPlain) {
    // an engine loads what is not quantized in the model's own precision,
    // whatever it was stored in
    const count = sumOf(parameters, () => 1);
    return { bytes: count * architecture.parameterBytes, certainty: 'exact' };
  }
  if (totalBytes) {
    return { bytes: totalBytes * shrinkage(architecture), certainty: 'exact' };
  }
  return dtypes.length > 0
    ? readParameters(parameters, architecture)
    : undefined;
}

function shrinkage(architecture: ModelArchitecture | undefined): number {
  return architecture?.storedBytes && !architecture.quantization
    ? architecture.parameterBytes / architecture.storedBytes
    : 1;
}

/** Of which one element holds several parameters. */
const PACKED = ['I32', 'U32', 'U8', 'I64'];

/**
 * Packed weights are counted as elements by some hubs, and as the parameters
 * in them by others. The number does not tell which: what comes nearer to the
 * architecture does.
 */
function readParameters(
  parameters: Record<string, number>,
  architecture: ModelArchitecture | undefined,
): MemoryFigure {
  const stored = sumOf(parameters, bytesOf);
  const bits = architecture?.quantization?.bits;
  const isPacked = Object.keys(parameters).some(one => PACKED.includes(one));
  if (!isPacked || !architecture || !bits || bits >= 8) {
    return { bytes: stored, certainty: 'exact' };
  }
  const meant = sumOf(parameters, dtype =>
    PACKED.includes(dtype) ? bits / 8 : bytesOf(dtype),
  );
  const expected = Math.log(computeArchitectureBytes(architecture));
  const distance = (bytes: number) => Math.abs(Math.log(bytes) - expected);
  return {
    bytes: distance(meant) < distance(stored) ? meant : stored,
    certainty: 'estimated',
  };
}

function sumOf(
  parameters: Record<string, number>,
  bytes: (dtype: string) => number,
): number {
  return Object.entries(parameters).reduce(
    (sum, [dtype, count]) => sum + count * bytes(dtype),
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

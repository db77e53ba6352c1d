import type { ModelFacts } from '@orgmodels/backstage-plugin-organization-models-common';
import type { GpuCapability } from './readCapability';
import type { GpuFacts } from './listGpus';

/**
 * Something that an image or a model needs of a GPU and its node, as far as
 * the engine itself would refuse to start without it.
 */
export type GpuRequirement = {
  kind: 'compute' | 'driver' | 'architecture';
  /** Lowest compute capability, or major version of the driver. */
  least?: number;
  /** Processor architectures there are images for. */
  oneOf?: string[];
  /** What needs it, as the subject of a sentence: `The image vllm:v1`. */
  subject: string;
  /** What works in its place, as a sentence. */
  remedy: string;
};

/** Whether a GPU falls short for certain: what is not known does not. */
export function fallsShort(
  { capability }: Pick<GpuFacts, 'capability'>,
  requirement: GpuRequirement,
): boolean {
  const { least = 0, oneOf } = requirement;
  switch (requirement.kind) {
    case 'compute':
      return (capability?.compute ?? Infinity) < least;
    case 'driver':
      return (capability?.driver?.major ?? Infinity) < least;
    default:
      return (
        capability?.architecture !== undefined &&
        oneOf?.includes(capability.architecture) === false
      );
  }
}

/** What a GPU has of it, for people. */
export function describeShortfall(
  { kind }: GpuRequirement,
  capability: GpuCapability = {},
): string {
  switch (kind) {
    case 'compute':
      return `compute capability ${capability.compute?.toFixed(1)}`;
    case 'driver':
      return `driver ${capability.driver?.major}`;
    default:
      return `the processor architecture ${capability.architecture}`;
  }
}

export function describeNeed({ kind, least, oneOf }: GpuRequirement): string {
  switch (kind) {
    case 'compute':
      return `compute capability ${least?.toFixed(1)} or newer`;
    case 'driver':
      return `driver ${least} or newer`;
    default:
      return `the processor architecture ${oneOf?.join(' or ')}`;
  }
}

// What vLLM 0.32's methods of quantization refuse to start below. Source:
// get_min_capability in vllm/model_executor/layers/quantization.
const METHODS: [RegExp, number][] = [
  [/^mxfp4|^gpt_oss_mxfp4/, 8.0],
  [/^fbgemm_fp8/, 8.0],
  [/^fp_?quant/, 10.0],
  [/^modelopt(_mxfp8)?$/, 8.0],
  [/^(awq|fp8|compressed-tensors|modelopt_fp4|modelopt_mixed)$/, 7.5],
  [/^(gptq|gptq_marlin|bitsandbytes)/, 6.0],
];

// half precision makes numbers of theirs too large
const NOT_IN_HALF = /^(gemma2|gemma3|gemma3_text|plamo2|glm4)$/;

/** From here on half precision is taken by itself where it has to be. */
const PICKS_PRECISION = [0, 9, 1];

/**
 * What a model needs of a GPU.
 *
 * @param engineVersion - of vLLM, for instance `0.10.2`
 */
export function modelRequirements(
  { architecture, weights }: ModelFacts,
  engineVersion: string,
): GpuRequirement[] {
  if (!architecture) {
    return [];
  }
  const { modelType, quantization } = architecture;
  const least = METHODS.find(([method]) =>
    method.test(quantization?.method ?? ''),
  )?.[1];
  const isBfloat16 = Number(weights?.parameters?.BF16) > 0;
  return [
    ...(least
      ? [
          toRequirement(least, {
            subject: `The quantization ${quantization?.method} of the model`,
            remedy: 'Choose newer GPUs, or a version of the model without it.',
          }),
        ]
      : []),
    ...(NOT_IN_HALF.test(modelType)
      ? [
          toRequirement(BFLOAT16_COMPUTE, {
            subject: `A model of type ${modelType}, which computes in bfloat16,`,
            remedy:
              'Choose newer GPUs, or extra_args with --dtype=float32, which takes twice the memory.',
          }),
        ]
      : []),
    ...(isBfloat16 && !quantization && isOlder(engineVersion, PICKS_PRECISION)
      ? [
          toRequirement(BFLOAT16_COMPUTE, {
            subject: `bfloat16, which the weights are in and vLLM ${engineVersion} keeps to,`,
            remedy: 'Add --dtype=half to extra_args, or choose newer GPUs.',
          }),
        ]
      : []),
  ];
}

const BFLOAT16_COMPUTE = 8.0;

function toRequirement(
  least: number,
  words: Pick<GpuRequirement, 'subject' | 'remedy'>,
): GpuRequirement {
  return { kind: 'compute', least, ...words };
}

function isOlder(version: string, than: number[]): boolean {
  const parts = version.split('.').map(Number);
  const index = than.findIndex((part, at) => (parts[at] ?? 0) !== part);
  return index >= 0 && (parts[index] ?? 0) < than[index];
}

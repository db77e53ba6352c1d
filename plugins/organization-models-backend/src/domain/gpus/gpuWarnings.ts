import type { ModelFacts } from '@orgmodels/backstage-plugin-organization-models-common';
import { isValidCount, type GpuCount } from './chooseGpuCount';
import { describeBytes } from '../placement/telling/describeAmounts';
import type { ClaimableGpu } from './findClaimableGpus';
import type { GpuDemand } from './gpuDemand';
import {
  describeNeed,
  describeShortfall,
  type GpuRequirement,
} from './gpuRequirements';
import type { GpuSelection } from './selectGpus';

/** As in the plan. */
export type GpuWarning = { code: string; message: string; field?: string };

type Context = {
  demand: GpuDemand;
  facts?: ModelFacts;
  selection: GpuSelection;
};

type Rule = (chosen: GpuCount, context: Context) => GpuWarning | undefined;

const RULES: Rule[] = [
  contextTooLong,
  modelTooLarge,
  unevenSplit,
  unknownType,
  unknownMemory,
  unknownNeed,
  fallback,
  sharedGpu,
];

/** What may go wrong with a choice of GPUs, none of it certain enough to refuse. */
export function findGpuWarnings(
  chosen: GpuCount,
  context: Context,
): GpuWarning[] {
  return [
    ...describeShortfalls(context.selection),
    ...RULES.flatMap(rule => rule(chosen, context) ?? []),
  ];
}

const CODES: Record<GpuRequirement['kind'], string> = {
  compute: 'GpuTooOld',
  driver: 'DriverTooOld',
  architecture: 'WrongArchitecture',
};

// one warning for each need, with the first GPU that falls short of it
function describeShortfalls({ shortfalls }: GpuSelection): GpuWarning[] {
  const needs = [...new Set(shortfalls.map(({ requirement }) => requirement))];
  return needs.map(requirement => {
    const { gpu } = shortfalls.find(each => each.requirement === requirement)!;
    return {
      code: CODES[requirement.kind],
      field: 'requirements.gpu.gpu_type',
      message: `${requirement.subject} needs ${describeNeed(
        requirement,
      )}, and ${gpu.alias ?? gpu.product ?? gpu.resourceName} on ${
        gpu.nodeName
      } has ${describeShortfall(
        requirement,
        gpu.capability,
      )}: the engine would not start. ${requirement.remedy}`,
    };
  });
}

/** What cannot be known of GPUs which no node shows. */
export function warnOfClaimed(
  { deviceClass }: ClaimableGpu,
  { exact, min, type, minMemory }: GpuDemand,
): GpuWarning {
  const asked = [type && 'gpu_type', minMemory && 'min_vram'].filter(Boolean);
  const unchecked =
    asked.length > 0 ? `, and ${asked.join(' and ')} could not be checked` : '';
  return {
    code: 'UnknownGpus',
    field: 'requirements.gpu',
    message: `GPUs of the DeviceClass ${deviceClass} show neither type nor memory on nodes. Whether ${plural(
      exact ?? min,
    )} of them can hold the model is not known${unchecked}: set gpu_count, and node_selector to keep to nodes that have the right ones.`,
  };
}

function contextTooLong({ fit, need, count, largestContext }: GpuCount) {
  return fit === 'shorter' && need
    ? {
        code: 'ContextTooLong',
        field: 'deployment_config.max_model_len',
        message: `A context of ${
          need.contextTokens
        } tokens needs about ${describeBytes(
          need.perGpu.bytes,
        )} on each GPU, which none has with ${plural(
          count,
        )}: set max_model_len to ${largestContext} or less, or the engine may not start.`,
      }
    : undefined;
}

function modelTooLarge({ fit, need, count }: GpuCount) {
  return fit === 'too large' && need
    ? {
        code: 'ModelTooLarge',
        field: 'deployment_config.gpu_count',
        message: `The model needs about ${describeBytes(
          need.perGpu.bytes,
        )} on each of ${plural(count)} (${describeBytes(
          need.parts.weights.bytes,
        )} of it for weights${
          need.perGpu.certainty === 'guessed' ? ', guessed' : ''
        }), and none has so much: choose larger or more GPUs, or a quantized version of the model.`,
      }
    : undefined;
}

function unevenSplit({ count }: GpuCount, { demand, facts }: Context) {
  if (!facts?.architecture || isValidCount(count, demand, facts)) {
    return undefined;
  }
  const { attentionHeads, experts, quantization } = facts.architecture;
  const reason = splitsWithWholeExperts(count, { demand, facts })
    ? `An expert is ${experts?.intermediateSize} wide, which between ${plural(
        count,
      )} are no whole blocks of ${
        quantization?.blockSize
      }: the engine would not start. ${WHOLE_EXPERTS}`
    : `The model has ${attentionHeads} attention heads and may not split evenly between ${plural(
        count,
      )}.`;
  return {
    code: 'UnevenTensorParallelism',
    field: 'deployment_config.gpu_count',
    message: reason,
  };
}

const WHOLE_EXPERTS =
  'Add --enable-expert-parallel, by which each GPU gets whole experts.';

function splitsWithWholeExperts(
  count: number,
  { demand, facts }: Pick<Context, 'demand' | 'facts'>,
): boolean {
  const whole = { ...demand.parallelism, expert: true };
  return (
    facts?.architecture?.experts !== undefined &&
    !demand.parallelism.expert &&
    isValidCount(count, { ...demand, parallelism: whole }, facts)
  );
}

function unknownType(_: GpuCount, { selection, demand }: Context) {
  return selection.typeUnknown
    ? {
        code: 'UnknownGpuType',
        field: 'requirements.gpu.gpu_type',
        message: `No label of a node tells what GPUs it has, so that whether they are of type ${demand.type} could not be checked: set node_selector, or have the labels added.`,
      }
    : undefined;
}

/** Below this, parameters of one byte are widened for each multiplication. */
const FP8_COMPUTE = 8.9;

function fallback({ gpus }: GpuCount, { facts }: Context) {
  const { quantization } = facts?.architecture ?? {};
  const isFp8 = /fp8/.test(quantization?.method ?? '');
  const known = gpus.map(({ capability }) => capability?.compute ?? Infinity);
  return isFp8 && known.length > 0 && Math.max(...known) < FP8_COMPUTE
    ? {
        code: 'QuantizationFallback',
        field: 'requirements.gpu.gpu_type',
        message: `The GPUs have compute capability ${Math.max(...known).toFixed(
          1,
        )}, and fp8 is computed as such from 8.9 on: the engine widens the weights for every step, which is slower, but takes no more memory.`,
      }
    : undefined;
}

function unknownMemory(_: GpuCount, { selection }: Context) {
  return selection.memoryUnknown
    ? {
        code: 'UnknownGpuMemory',
        field: 'requirements.gpu.min_vram',
        message:
          'No label of a node tells how much memory its GPUs have, so min_vram could not be checked.',
      }
    : undefined;
}

function unknownNeed({ fit, need }: GpuCount, { demand }: Context) {
  if (fit === 'known' && need?.perGpu.certainty === 'guessed') {
    return {
      code: 'GuessedVram',
      field: 'requirements.gpu.min_vram',
      message: `The model needs about ${describeBytes(
        need.perGpu.bytes,
      )} on each GPU, guessed from its name: set min_vram to be sure of the nodes.`,
    };
  }
  return fit === 'unknown' && demand.minMemory === undefined
    ? {
        code: 'UnknownVram',
        field: 'requirements.gpu.min_vram',
        message:
          'How much GPU memory the model needs is not known: set min_vram, and min_gpus if one GPU does not do.',
      }
    : undefined;
}

function sharedGpu({ pool }: GpuCount) {
  return pool.kind === 'shared'
    ? {
        code: 'SharedGpu',
        field: 'requirements.gpu.gpu_type',
        message:
          'The GPU is shared: other pods may take its memory and time, and the engine may fail for want of it.',
      }
    : undefined;
}

function plural(count: number): string {
  return count === 1 ? '1 GPU' : `${count} GPUs`;
}

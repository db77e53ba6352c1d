import type {
  ModelFacts,
  VramEstimate,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { readSpecCommand } from '../engines/specRuntime';
import type { CommandReading } from '../facts/CommandReading';
import type { DeviceClassFacts, NodeFacts } from '../facts/ClusterFacts';
import type { ResolvedGpu, StoredSpec } from '../facts/ResolvedModel';
import { chooseGpuCount, type GpuCount } from './chooseGpuCount';
import { describeBytes } from '../placement/telling/describeAmounts';
import { findClaimableGpus, type ClaimableGpu } from './findClaimableGpus';
import { buildGpuAffinity } from './gpuAffinity';
import type { GpuConfig } from './gpuConfig';
import { readGpuDemand, wantsCpuOnly, type GpuDemand } from './gpuDemand';
import type { GpuRequirement } from './gpuRequirements';
import type { GpuFacts } from './listGpus';
import { findGpuWarnings, type GpuWarning, warnOfClaimed } from './gpuWarnings';
import { findVendor, gpuTaintKey } from './vendors/knownVendors';
import { describeGpus, selectGpus, type GpuSelection } from './selectGpus';

export type GpuChoice =
  | { kind: 'cpu'; warnings: GpuWarning[] }
  | {
      kind: 'gpu';
      gpu: ResolvedGpu;
      /** Memory which each GPU needs, where it is known. */
      need?: VramEstimate;
      /** Tokens; only where the wanted context does not fit. */
      largestContext?: number;
      warnings: GpuWarning[];
    }
  | {
      /** No node of the cluster has what was asked for, empty or not. */
      kind: 'problem';
      field: string;
      message: string;
      suggestion: string;
      warnings: GpuWarning[];
    };

export type GpuChoiceOptions = {
  nodes: NodeFacts[];
  /** Of which there may be GPUs that no node shows. */
  deviceClasses?: DeviceClassFacts[];
  /** What is known of the model that the spec names. */
  facts?: ModelFacts;
  config: GpuConfig;
  /** Whose GPUs the image is made for, where it tells. */
  vendor?: string;
  /** What the image and the model need of a GPU to start at all. */
  requirements?: GpuRequirement[];
};

/**
 * Decides how many GPUs of which resource a replica gets, and on which nodes.
 * It depends on what the cluster has, never on what is free at the moment.
 */
export function chooseGpus(
  spec: StoredSpec,
  options: GpuChoiceOptions,
): GpuChoice {
  const reading = readSpecCommand(spec);
  const demand = readGpuDemand(spec, reading);
  if (wantsCpuOnly(demand)) {
    return { kind: 'cpu', warnings: [] };
  }
  const selection = selectGpus(options.nodes, { ...options, demand });
  const facts =
    demand.predictable && options.facts && isOf(options.facts, reading)
      ? options.facts
      : undefined;
  const chosen = chooseGpuCount(selection.pools, {
    demand,
    facts,
    utilization: reading?.memoryUtilization ?? 0.9,
  });
  if (chosen) {
    return toChoice(chosen, {
      demand,
      facts,
      selection,
      config: options.config,
    });
  }
  return selection.all.length === 0
    ? chooseBlindly(demand, options)
    : toProblem(demand, {
        selection,
        claimable: claimableGpus(options),
        vendor: options.vendor,
      });
}

/** Whether a command loads the model that facts are of, from a hub or a folder. */
export function isOf(
  { id }: ModelFacts,
  { model }: Pick<CommandReading, 'model'> = {},
): boolean {
  return (
    model === undefined ||
    /^[./~]/.test(model) ||
    model.toLowerCase() === id?.toLowerCase()
  );
}

type Context = {
  demand: GpuDemand;
  facts?: ModelFacts;
  selection: GpuSelection;
  config: GpuConfig;
};

function toChoice(chosen: GpuCount, context: Context): GpuChoice {
  const { count, pool, need, largestContext } = chosen;
  return {
    kind: 'gpu',
    gpu: {
      count,
      resourceName: pool.resourceName,
      ...configuredTaint(pool.resourceName, context.config),
      ...toPlacement(chosen, context),
    },
    need,
    largestContext,
    warnings: findGpuWarnings(chosen, context),
  };
}

// what is known of a resource need not be stored with each model
function configuredTaint(
  resourceName: string,
  { vendors }: GpuConfig,
): Pick<ResolvedGpu, 'taintKey'> {
  const taintKey = gpuTaintKey(resourceName, findVendor(resourceName, vendors));
  return taintKey === gpuTaintKey(resourceName) ? {} : { taintKey };
}

function toPlacement(
  chosen: GpuCount,
  { demand, selection }: Context,
): Pick<ResolvedGpu, 'affinity' | 'preference' | 'exclusions'> {
  const { pool, fit, need, gpus } = chosen;
  const all = selection.all.filter(
    ({ resourceName }) => resourceName === pool.resourceName,
  );
  const isGuess = need?.perGpu.certainty === 'guessed';
  const isKnown = (fit === 'known' || fit === 'shorter') && !isGuess;
  const { typeUnknown, exclusions } = selection;
  const asked = Boolean((demand.type && !typeUnknown) || demand.minMemory);
  // a guess must not narrow what was asked for
  const required = isKnown ? gpus : pool.gpus;
  const better = preferredGpus(demand, isKnown ? gpus : pool.gpus);
  return {
    affinity:
      isKnown || asked
        ? buildGpuAffinity(required, { all, strength: 'required' })
        : guessAffinity(chosen, all),
    preference: better && buildPreference(better, all),
    ...(exclusions.length > 0 && { exclusions }),
  };
}

function guessAffinity({ fit, gpus }: GpuCount, all: GpuFacts[]) {
  return fit === 'known'
    ? buildGpuAffinity(gpus, { all, strength: 'preferred' })
    : undefined;
}

function preferredGpus({ preferredMemory }: GpuDemand, gpus: GpuFacts[]) {
  return preferredMemory === undefined
    ? undefined
    : gpus.filter(({ memoryBytes = 0 }) => memoryBytes >= preferredMemory);
}

function buildPreference(
  better: GpuFacts[],
  all: GpuFacts[],
): ResolvedGpu['preference'] {
  const affinity = buildGpuAffinity(better, { all, strength: 'preferred' });
  return affinity && { labelKey: affinity.labelKey, values: affinity.values };
}

// without any GPU to look at, the fit check says what is missing
function chooseBlindly(
  demand: GpuDemand,
  options: GpuChoiceOptions,
): GpuChoice {
  const [vendor] = vendorsFor(options);
  const [claimed] = claimableGpus(options);
  const resourceName = claimed?.resourceName ?? vendor.resources[0];
  return {
    kind: 'gpu',
    gpu: {
      count: demand.exact ?? demand.min,
      resourceName,
      ...configuredTaint(resourceName, options.config),
    },
    warnings: claimed ? [warnOfClaimed(claimed, demand)] : [],
  };
}

function vendorsFor({ config, vendor }: GpuChoiceOptions) {
  const made = config.vendors.find(({ name }) => name === vendor);
  return made ? [made] : config.vendors;
}

function claimableGpus(options: GpuChoiceOptions): ClaimableGpu[] {
  return findClaimableGpus(options.deviceClasses ?? [], vendorsFor(options));
}

function toProblem(
  demand: GpuDemand,
  {
    selection,
    claimable: [claimed],
    vendor,
  }: { selection: GpuSelection; claimable: ClaimableGpu[]; vendor?: string },
): GpuChoice {
  const there = describeGpus(selection.all);
  if (selection.pools.length > 0) {
    return {
      kind: 'problem',
      field:
        demand.exact === undefined
          ? 'requirements.gpu.min_gpus'
          : 'deployment_config.gpu_count',
      message: `${
        demand.exact ?? demand.min
      } GPUs of one replica must be whole GPUs, and the cluster has only slices or shared ones: ${there}.`,
      suggestion: 'Ask for one GPU per replica.',
      warnings: [],
    };
  }
  if (selection.ofOthers.length > 0) {
    return {
      kind: 'problem',
      field: 'deployment_config.image',
      message: `The image is built for GPUs of ${vendor}, and the nodes that would do have others: ${describeGpus(
        selection.ofOthers,
      )}.`,
      suggestion:
        'Take an image that is built for these, or ask for other GPUs.',
      warnings: [],
    };
  }
  const wanted = [
    demand.type && `of type ${demand.type}`,
    demand.minMemory && `with ${describeBytes(demand.minMemory)} each`,
  ].filter(Boolean);
  return {
    kind: 'problem',
    field: `requirements.gpu.${demand.type ? 'gpu_type' : 'min_vram'}`,
    message: `No node has GPUs ${wanted.join(' and ')}: there are ${there}.`,
    suggestion: claimed
      ? `Ask for a type and memory that the cluster has, or name nodes whose GPUs are claimed (DeviceClass ${claimed.deviceClass}) in deployment_config.node_selector.`
      : 'Ask for a type and memory that the cluster has.',
    warnings: [],
  };
}

import { parseQuantity } from '@orgmodels/backstage-plugin-organization-models-common';
import type { StoredSpec } from '../facts/ResolvedModel';
import {
  countRanks,
  tellsSplit,
  type CommandReading,
  type Parallelism,
} from '../facts/CommandReading';

/** What a spec says of its GPUs, in one place. */
export type GpuDemand = {
  /** GPUs per replica: exactly so many, else from `min` to `max`. */
  exact?: number;
  min: number;
  max: number;
  /** Bytes which each GPU has at least. */
  minMemory?: number;
  /** Bytes which each GPU should have. */
  preferredMemory?: number;
  type?: string;
  nodeSelector?: Record<string, string>;
  /** Tokens. */
  contextTokens?: number;
  /** How the engine is told to split the model. */
  parallelism: Parallelism;
  /** Whether what the engine is told is known. */
  predictable: boolean;
  /** What the engine is told of sizes. */
  told: ToldSizes;
};

/** What changes how much of a GPU is taken, and by how much. */
export type ToldSizes = Pick<
  CommandReading,
  | 'batchedTokens'
  | 'cacheBytes'
  | 'cpuOffloadBytes'
  | 'dtype'
  | 'kvCacheDtype'
  | 'lora'
  | 'quantization'
>;

/** The context that takes no more than any other. */
const LEAST_CONTEXT = 16;

/**
 * The lower end is at least 1: CPU only is asked for by an upper end of 0.
 *
 * @param reading - of command and arguments; a command that nobody can read has
 * none
 */
export function readGpuDemand(
  spec: StoredSpec,
  reading: CommandReading | undefined,
): GpuDemand {
  const { gpu = {} } = spec.requirements ?? {};
  const deployment = spec.deployment_config ?? {};
  const min = Math.max(1, gpu.min_gpus ?? 1);
  return {
    exact: deployment.gpu_count ?? ownCount(deployment, { reading, min }),
    min,
    max: gpu.max_gpus ?? Infinity,
    minMemory: gpu.min_vram ? parseQuantity(gpu.min_vram) : undefined,
    preferredMemory: gpu.preferred_vram
      ? parseQuantity(gpu.preferred_vram)
      : undefined,
    type: gpu.gpu_type,
    nodeSelector: deployment.node_selector,
    contextTokens: deployment.max_model_len ?? contextOf(reading),
    parallelism: reading?.parallelism ?? { expert: false },
    predictable: reading !== undefined && reading.untold.length === 0,
    told: reading ?? {},
  };
}

// whoever writes all arguments has said how many GPUs the engine takes
function ownCount(
  { command, args }: NonNullable<StoredSpec['deployment_config']>,
  { reading, min }: { reading?: CommandReading; min: number },
): number | undefined {
  return (command || args) && reading && tellsSplit(reading)
    ? Math.max(min, countRanks(reading.parallelism))
    : undefined;
}

function contextOf(reading: CommandReading | undefined): number | undefined {
  return reading?.context === 'auto' ? LEAST_CONTEXT : reading?.context;
}

export function wantsCpuOnly({ exact, max }: GpuDemand): boolean {
  return max === 0 || exact === 0;
}

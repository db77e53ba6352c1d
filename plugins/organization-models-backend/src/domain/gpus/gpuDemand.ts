import { parseQuantity } from '@orgmodels/backstage-plugin-organization-models-common';
import type { StoredSpec } from '../facts/ResolvedModel';
import { readParallelism } from '../engines/vllm/readParallelism';

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
  /** Groups into which the GPUs are split besides tensor parallelism. */
  groups: number;
  /** Whether what the engine is told is known and changes no arithmetic. */
  predictable: boolean;
};

// with these, weights or cache take more or less than the model says
const TELLING =
  /^(--(quantization|kv[-_]cache[-_]dtype|cpu[-_]offload|gpu[-_]memory|dtype|max[-_]num|hf[-_]overrides|enable[-_]expert|swap)|-q$)/;

/** The lower end is at least 1: CPU only is asked for by an upper end of 0. */
export function readGpuDemand(spec: StoredSpec): GpuDemand {
  const { gpu = {} } = spec.requirements ?? {};
  const deployment = spec.deployment_config ?? {};
  const extraArgs = deployment.extra_args ?? [];
  return {
    exact: deployment.gpu_count,
    min: Math.max(1, gpu.min_gpus ?? 1),
    max: gpu.max_gpus ?? Infinity,
    minMemory: gpu.min_vram ? parseQuantity(gpu.min_vram) : undefined,
    preferredMemory: gpu.preferred_vram
      ? parseQuantity(gpu.preferred_vram)
      : undefined,
    type: gpu.gpu_type,
    nodeSelector: deployment.node_selector,
    contextTokens: deployment.max_model_len,
    groups: readParallelism(extraArgs),
    predictable:
      !deployment.command &&
      !deployment.args &&
      !extraArgs.some(argument => TELLING.test(argument)),
  };
}

export function wantsCpuOnly({ exact, max }: GpuDemand): boolean {
  return (exact ?? max) === 0;
}

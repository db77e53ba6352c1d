import { parseQuantity } from '../../quantity';
import type { SpecRule } from './SpecRule';

const MIN_GPUS = 'requirements.gpu.min_gpus';
const MAX_GPUS = 'requirements.gpu.max_gpus';
const MIN_VRAM = 'requirements.gpu.min_vram';
const PREFERRED_VRAM = 'requirements.gpu.preferred_vram';
const GPU_COUNT = 'deployment_config.gpu_count';

/** GPUs of a replica, and their memory. */
export const requirementRules: SpecRule[] = [
  {
    of: [MIN_GPUS, MAX_GPUS],
    find: ({ requirements }) => {
      const { min_gpus = 0, max_gpus = Infinity } = requirements?.gpu ?? {};
      return min_gpus > max_gpus
        ? [
            {
              field: MIN_GPUS,
              message: `must not be above max_gpus (${max_gpus})`,
            },
          ]
        : [];
    },
  },
  {
    of: [MIN_GPUS, MAX_GPUS, GPU_COUNT],
    find: ({ requirements, deployment_config }) => {
      const count = deployment_config?.gpu_count ?? 0;
      const { min_gpus = 0, max_gpus = Infinity } = requirements?.gpu ?? {};
      const isGiven = deployment_config?.gpu_count !== undefined;
      return isGiven && (count < min_gpus || count > max_gpus)
        ? [
            {
              field: GPU_COUNT,
              message: `must be ${describeRange(min_gpus, max_gpus)}`,
            },
          ]
        : [];
    },
  },
  {
    of: [MIN_VRAM, PREFERRED_VRAM],
    find: ({ requirements }) => {
      const { min_vram, preferred_vram } = requirements?.gpu ?? {};
      return min_vram &&
        preferred_vram &&
        parseQuantity(min_vram)! > parseQuantity(preferred_vram)!
        ? [
            {
              field: PREFERRED_VRAM,
              message: `must not be below min_vram (${min_vram})`,
            },
          ]
        : [];
    },
  },
];

function describeRange(min: number, max: number): string {
  return max === Infinity
    ? `at least requirements.gpu.min_gpus (${min})`
    : `from requirements.gpu.min_gpus (${min}) to max_gpus (${max})`;
}

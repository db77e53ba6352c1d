import { z } from 'zod';
import { cores, integer, line, memory } from './fields';

export const gpuRequirements = z
  .strictObject({
    min_vram: memory.meta({
      description: 'Memory which each GPU has at least',
    }),
    preferred_vram: memory,
    gpu_type: line(63)
      .min(1)
      .meta({
        description:
          "A part of the GPU's product name; case and separators do not matter",
        examples: ['H100', 'NVIDIA-L4'],
      }),
    min_gpus: integer(0, 64).meta({ description: 'GPUs per replica' }),
    max_gpus: integer(0, 64).meta({ description: 'GPUs per replica' }),
  })
  .partial()
  .meta({ id: 'GpuRequirements' });

export const requirements = z
  .strictObject({ cpu: cores, memory, gpu: gpuRequirements })
  .partial()
  .meta({ id: 'Requirements' });

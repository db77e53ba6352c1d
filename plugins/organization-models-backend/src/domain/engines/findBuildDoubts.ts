import type { PlanWarning } from '@orgmodels/backstage-plugin-organization-models-common';
import type { ImageFacts } from '../facts/ImageFacts';
import type { ModelRuntime } from './ModelRuntime';

const FIELD = 'deployment_config.image';

/** That an image is not built for what its container gets: GPUs, or none. */
export function findBuildDoubts(
  { image, build, engineVersion }: ImageFacts,
  { runtime, gpuCount }: { runtime: ModelRuntime; gpuCount: number },
): PlanWarning[] {
  const cpuImage = runtime.imageOf('cpu', engineVersion);
  if (gpuCount === 0 && build !== undefined && build !== 'cpu') {
    return [
      {
        code: 'ImageNeedsGpu',
        field: FIELD,
        message: `${image} is built for ${build} and does not start without a GPU: ${
          cpuImage
            ? `take a build for the CPU, such as ${cpuImage}`
            : 'take a build for the CPU'
        }, or set gpu_count`,
      },
    ];
  }
  return gpuCount > 0 && build === 'cpu'
    ? [
        {
          code: 'ImageTakesNoGpu',
          field: FIELD,
          message: `${image} is built for the CPU and leaves the ${
            gpuCount === 1 ? 'GPU' : `${gpuCount} GPUs`
          } idle: set gpu_count to 0, or take a build for GPUs`,
        },
      ]
    : [];
}

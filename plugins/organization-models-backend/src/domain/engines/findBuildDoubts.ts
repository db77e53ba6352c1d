import type { PlanWarning } from '@orgmodels/backstage-plugin-organization-models-common';
import type { ImageFacts } from '../facts/ImageFacts';
import { BUILT_IN_RUNTIMES } from './findRuntime';
import type { ModelRuntime } from './ModelRuntime';
import { findOtherServer } from './otherServers';

const FIELD = 'deployment_config.image';

/** That an image is of another engine, or not built for what its container gets. */
export function findBuildDoubts(
  { image, build, engineVersion }: ImageFacts,
  { runtime, gpuCount }: { runtime: ModelRuntime; gpuCount: number },
): PlanWarning[] {
  const other = findOther(image, runtime);
  if (other) {
    return [
      {
        code: 'ImageOfAnotherEngine',
        field: FIELD,
        message: `${image} has ${other.name}, and the model is to be served by ${runtime.name}: set runtime to ${other.name}, or take an image of ${runtime.name}`,
      },
    ];
  }
  const server = findOtherServer(image);
  if (server) {
    return [
      {
        code: 'ImageOfAnotherEngine',
        field: FIELD,
        message: `${image} has ${server}, and the model is to be served by ${runtime.name}, whose command, probes and metrics it does not know: take an image of ${runtime.name}`,
      },
    ];
  }
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

function findOther(
  image: string,
  runtime: ModelRuntime,
): ModelRuntime | undefined {
  return runtime.knowsImage(image)
    ? undefined
    : BUILT_IN_RUNTIMES.find(each => each.knowsImage(image));
}

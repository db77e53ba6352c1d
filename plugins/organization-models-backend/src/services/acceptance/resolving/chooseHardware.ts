import {
  chooseGpus,
  isOf,
  type GpuChoice,
} from '../../../domain/gpus/chooseGpus';
import type { GpuConfig } from '../../../domain/gpus/gpuConfig';
import { modelRequirements } from '../../../domain/gpus/gpuRequirements';
import { imageRequirements } from '../../../domain/gpus/imageRequirements';
import { vendorOf } from '../../../domain/gpus/vendors/knownVendors';
import type { ModelRuntime } from '../../../domain/engines/ModelRuntime';
import {
  readImageFacts,
  type ConfiguredImage,
} from '../../../domain/engines/readImageFacts';
import { withRegistry } from '../../../domain/engines/withRegistry';
import type { ClusterFacts } from '../../../domain/facts/ClusterFacts';
import type { CommandReading } from '../../../domain/facts/CommandReading';
import type { HubReading } from '../../../domain/facts/HubReading';
import type { ImageDetails } from '../../../domain/facts/ImageDetails';
import type { ImageFacts } from '../../../domain/facts/ImageFacts';
import type {
  ResolvedModel,
  StoredSpec,
} from '../../../domain/facts/ResolvedModel';
import { findProducts } from '../../../domain/quota/computePlacement';
import { ModelApiError } from '../../errors';

/** What suits depends on. */
type Asked = {
  facts: ClusterFacts;
  runtime: ModelRuntime;
  hub: HubReading;
  reading: CommandReading | undefined;
  gpus: GpuConfig;
};

/**
 * Chooses what runs, and on what.
 *
 * @remarks Where only GPUs of another vendor are what is asked for, the engine's
 * own image for these takes the place of the default; never that of an asked one.
 */
export function chooseHardware(
  spec: StoredSpec,
  context: Asked & {
    /** The image that runs unless it fits no GPU there is. */
    first: string;
    /** What its registry says of the first. */
    details: ImageDetails | undefined;
    /** What config says of images. */
    images: ConfiguredImage[];
    registry: string | undefined;
  },
): { image: ImageFacts; choice: GpuChoice } {
  const { details, runtime, images: configured } = context;
  const read = (image: string) =>
    readImageFacts(image, { runtime, configured });
  const first = readImageFacts(context.first, {
    runtime,
    configured,
    details,
  });
  const others = spec.deployment_config?.image
    ? []
    : (['rocm', 'gaudi', 'xpu'] as const).flatMap(
        build => ownImageOf(context, build, first.engineVersion) ?? [],
      );
  const choose = (image: ImageFacts) => ({
    image,
    choice: chooseFor(spec, { ...context, image }),
  });
  const usual = choose(first);
  if (usual.choice.kind !== 'problem') {
    return usual;
  }
  const choices = others.map(image => choose(read(image)));
  return choices.find(({ choice }) => choice.kind !== 'problem') ?? usual;
}

/** The engine's own image, from the registry that config says. */
export function ownImageOf(
  {
    runtime,
    registry,
  }: { runtime: ModelRuntime; registry: string | undefined },
  ...which: Parameters<ModelRuntime['imageOf']>
): string | undefined {
  const image = runtime.imageOf(...which);
  return image && withRegistry(image, registry);
}

function chooseFor(
  spec: StoredSpec,
  context: Asked & { image: ImageFacts },
): GpuChoice {
  const { facts, hub, image, reading, runtime } = context;
  const { deployment_config = {}, requirements } = spec;
  if (
    image.build === 'cpu' &&
    deployment_config.gpu_count === undefined &&
    requirements?.gpu === undefined
  ) {
    return { kind: 'cpu', warnings: [] };
  }
  const engineVersion = image.engineVersion ?? runtime.versions.newest;
  return chooseGpus(spec, {
    nodes: facts.nodes,
    deviceClasses: facts.deviceClasses,
    facts: hub.facts,
    config: context.gpus,
    vendor: vendorOf(image),
    requirements: [
      ...imageRequirements(image),
      ...(hub.facts && reading && isOf(hub.facts, reading)
        ? modelRequirements(hub.facts, engineVersion)
        : []),
    ],
  });
}

/** @throws `InsufficientClusterResources` when there are none that suit */
export function toGpu(
  choice: GpuChoice,
  asked: { spec: StoredSpec; facts: ClusterFacts; config: GpuConfig },
): ResolvedModel['gpu'] {
  if (choice.kind === 'problem') {
    throw new ModelApiError('InputError', {
      statusCode: 400,
      code: 'InsufficientClusterResources',
      message: `${choice.message} ${choice.suggestion}`,
      details: {
        reason: 'never',
        field: choice.field,
        message: choice.message,
        suggestion: choice.suggestion,
      },
    });
  }
  if (choice.kind === 'cpu') {
    return undefined;
  }
  const products = findProducts(asked.facts.nodes, choice.gpu, asked);
  return products ? { ...choice.gpu, products } : choice.gpu;
}

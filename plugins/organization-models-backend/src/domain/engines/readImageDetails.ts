import { coerce } from 'semver';
import type { ImageDetails } from '../facts/ImageDetails';
import {
  IMAGE_BUILDS,
  type ImageBuild,
  type ImageFacts,
} from '../facts/ImageFacts';

/** What a registry's answer tells of an image; only what is there. */
export function readImageDetails(
  { architectures, environment, labels }: ImageDetails,
  { engine }: { engine: string },
): Partial<ImageFacts> {
  const build = findBuild(environment);
  const facts: Partial<ImageFacts> = {
    architectures: architectures.length > 0 ? architectures : undefined,
    build,
    cuda: build === 'cuda' ? toNumber(environment.CUDA_VERSION) : undefined,
    engineVersion: findVersion(engine, { environment, labels }),
  };
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined),
  );
}

// images for the CPU may be made from those with CUDA: what it is built for,
// where that is told, says more
function findBuild(
  environment: ImageDetails['environment'],
): ImageBuild | undefined {
  const target = environment.VLLM_TARGET_DEVICE?.toLowerCase();
  const told = target === 'hpu' ? 'gaudi' : target;
  const named = IMAGE_BUILDS.find(build => build === told);
  if (named) {
    return named;
  }
  if (environment.ROCM_PATH || environment.ROCM_VERSION) {
    return 'rocm';
  }
  return environment.CUDA_VERSION ? 'cuda' : undefined;
}

// 12.8.1 as 12.8
function toNumber(version = ''): number | undefined {
  const number = Number(/^\d+\.\d+/.exec(version)?.[0]);
  return number > 0 ? number : undefined;
}

/** Where images say what they are made from. */
const SOURCES = [
  'org.opencontainers.image.title',
  'org.opencontainers.image.source',
  'org.opencontainers.image.url',
];

/** A month is no version of an engine: 25.09. */
const VERSION = /^v?\d\.\d+(\.\d+)?/;

// the version of an image is that of the engine only where it is the engine's
function findVersion(
  engine: string,
  { environment, labels }: Pick<ImageDetails, 'environment' | 'labels'>,
): string | undefined {
  const isItsOwn = SOURCES.some(key =>
    new RegExp(`(^|/)${engine}(\\.git)?$`, 'i').test(labels[key] ?? ''),
  );
  const told = [
    environment[`${engine.toUpperCase()}_VERSION`],
    labels[`${engine}.version`],
    isItsOwn ? labels['org.opencontainers.image.version'] : undefined,
  ].find(version => version && VERSION.test(version));
  return told && coerce(told)?.version;
}

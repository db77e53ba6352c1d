import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { ConfiguredImage } from '../domain/engines/readImageFacts';
import { IMAGE_BUILDS, type ImageBuild } from '../domain/facts/ImageFacts';

/**
 * Reads `organizationModels.images`.
 *
 * @throws `InputError` naming the key that is wrong
 */
export function readImages(config: Config | undefined): ConfiguredImage[] {
  const images = config?.getOptionalConfigArray('images') ?? [];
  return images.map((image, index) => ({
    image: image.getString('image'),
    engineVersion: readVersion(image, index),
    build: readBuild(image, index),
    cuda: image.getOptionalNumber('cuda'),
    architectures: image.getOptionalStringArray('architectures'),
  }));
}

function readVersion(image: Config, index: number): string | undefined {
  const version = image.getOptionalString('engineVersion');
  if (version && !/^\d+\.\d+(\.\d+)?$/.test(version)) {
    throw new InputError(
      `organizationModels.images.${index}.engineVersion must be a version of the engine, such as 0.32.0`,
    );
  }
  return version;
}

function readBuild(image: Config, index: number): ImageBuild | undefined {
  const build = image.getOptionalString('build');
  const known = IMAGE_BUILDS.find(name => name === build);
  if (build && !known) {
    throw new InputError(
      `organizationModels.images.${index}.build must be one of ${IMAGE_BUILDS.join(
        ', ',
      )}`,
    );
  }
  return known;
}

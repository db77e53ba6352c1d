import type { ImageDetails } from '../facts/ImageDetails';
import type { ImageBuild, ImageFacts } from '../facts/ImageFacts';
import { isBelow, parseImageReference } from './imageReference';
import type { ModelRuntime } from './ModelRuntime';
import { readImageDetails } from './readImageDetails';

/** What a platform team says of images, whatever their tags look like. */
export type ConfiguredImage = {
  /** With its registry; with a tag, it is of that image alone. */
  image: string;
  engineVersion?: string;
  build?: ImageBuild;
  cuda?: number;
  architectures?: string[];
};

/**
 * What is known of an image: by config first, then by what its registry says,
 * then by repository and tag.
 */
export function readImageFacts(
  image: string,
  {
    runtime,
    configured = [],
    details,
  }: {
    runtime: ModelRuntime;
    configured?: ConfiguredImage[];
    details?: ImageDetails;
  },
): ImageFacts {
  const known = configured.find(candidate => isOf(image, candidate.image));
  const told = Object.fromEntries(
    Object.entries(known ?? {}).filter(([, value]) => value !== undefined),
  );
  const said = details
    ? readImageDetails(details, { engine: runtime.name })
    : {};
  return { ...runtime.readImage(image), ...said, ...told, image };
}

function isOf(image: string, known: string): boolean {
  const asked = parseImageReference(image);
  const { repository, tag } = parseImageReference(known);
  return (
    isBelow(asked.repository, repository) &&
    (tag === undefined || asked.tag === tag)
  );
}

import type { PlanWarning } from '@orgmodels/backstage-plugin-organization-models-common';
import type { ImageDetails } from '../../../domain/facts/ImageDetails';

/** Asks the registry of an image what it is; never fails. */
export interface ImageReader {
  read(
    image: string,
  ): Promise<
    | { outcome: 'found'; details: ImageDetails }
    | { outcome: 'missing' | 'unavailable'; message: string }
    | { outcome: 'none' }
  >;
}

/** What its registry has against an image. */
export function registryWarnings(
  answer: Awaited<ReturnType<ImageReader['read']>>,
): PlanWarning[] {
  const field = 'deployment_config.image';
  switch (answer.outcome) {
    case 'missing':
      return [
        {
          code: 'ImageNotSeen',
          field,
          message: `was not found (${answer.message}): nodes may be let in where this portal is not, or pods wait for it in vain`,
        },
      ];
    case 'unavailable':
      return [
        {
          code: 'RegistryUnavailable',
          field,
          message: `could not be looked up (${answer.message}): what it is was read from its name alone`,
        },
      ];
    default:
      return [];
  }
}

import { listChoices } from '../describeAllowed';
import { isBelow, parseImageReference } from '../../engines/imageReference';
import { policyRule } from '../PolicyRule';

const FIELD = 'deployment_config.image';

/** Where images come from, and that they cannot change. */
export const imageRule = policyRule('images', {
  because: 'only images that are trusted run here',
  find: ({ allowed, requireDigest }, { image }) => {
    const { repository, digest } = parseImageReference(image);
    const isAllowed = allowed?.some(prefix => isBelow(repository, prefix));
    return [
      ...(isAllowed === false
        ? [
            {
              field: FIELD,
              message: `must come from ${listChoices(
                allowed!,
              )}, not from ${repository}`,
            },
          ]
        : []),
      ...(requireDigest && !digest
        ? [
            {
              field: FIELD,
              message: `must name its digest, such as ${image}@sha256:…`,
            },
          ]
        : []),
    ];
  },
});

import type { Reason } from './Reason';

/** Why an image cannot be had. */
export const IMAGE_REASONS = {
  ImageRateLimited: {
    concern: 'image',
    severity: 'failure',
    sentence:
      'The image cannot be pulled: the registry limits the rate of pulls.',
    hint: 'Wait, or use an image of a mirror or a registry with credentials.',
    seen: '`429 Too Many Requests`',
  },
  ImageRegistryUnreachable: {
    concern: 'image',
    severity: 'failure',
    sentence: 'The image cannot be pulled: the registry cannot be reached.',
    hint: "Check the registry's name in deployment_config.image; otherwise the nodes' network or proxy is at fault: tell the administrators.",
    seen: '`dial tcp …`',
  },
  ImageRegistryError: {
    concern: 'image',
    severity: 'failure',
    sentence:
      'The image cannot be pulled: the registry answers with an error of its own.',
    hint: 'Wait, or use an image of another registry.',
    seen: '`500 Internal Server Error`',
  },
  ImageAccessDenied: {
    concern: 'image',
    severity: 'failure',
    sentence: 'The image does not exist, or pulling it needs credentials.',
    hint: "Check deployment_config.image. For a private registry the cluster's configuration needs a pull secret: ask the administrators.",
    seen: '`pull access denied`',
  },
  ImageBlocked: {
    concern: 'image',
    severity: 'failure',
    sentence:
      'The image cannot be pulled: a policy of the registry does not hand it out.',
    hint: 'Most often a scan is not done yet, or found too much: use another tag, or ask whoever runs the registry.',
    seen: '`projectpolicyviolation`, `412 Precondition Failed`, `blocking policy`',
  },
  ImageNotFound: {
    concern: 'image',
    severity: 'failure',
    sentence: 'There is no such image or tag.',
    hint: 'Correct deployment_config.image: registry, repository and tag.',
    seen: '`not found`, `manifest unknown`',
  },
  NodeDiskFull: {
    concern: 'image',
    severity: 'failure',
    sentence: "The image cannot be pulled: the node's disk is full.",
    hint: 'Tell the administrators.',
    seen: '`no space left on device`',
  },
  ImageCorrupt: {
    concern: 'image',
    severity: 'failure',
    sentence: 'The image cannot be unpacked: what the registry sent is broken.',
    hint: 'Push the image again, or use another tag.',
    seen: '`failed to verify`, `unexpected EOF`, `invalid tar header`',
  },
  ImagePullFailed: {
    concern: 'image',
    severity: 'failure',
    sentence: 'The image cannot be pulled.',
    hint: 'See the events of the model for what the node says.',
    seen: '`ErrImagePull`, in words that nobody has a name for yet',
  },
  ImageSignatureInvalid: {
    concern: 'image',
    severity: 'failure',
    sentence: "The image is not signed as the node's policy wants it.",
    hint: 'Use a signed image, or ask the administrators which ones the nodes take.',
    seen: '`SignatureValidationFailed`, `A signature was required`',
  },
  InvalidImageName: {
    concern: 'image',
    severity: 'failure',
    sentence: 'The name of the image is not a valid one.',
    hint: 'Correct deployment_config.image.',
    seen: '`InvalidImageName`, `short-name … did not resolve to an alias`',
  },
  ImageNotOnNode: {
    concern: 'image',
    severity: 'failure',
    sentence: 'The node does not have the image, and may not pull it.',
    hint: 'Set image_pull_policy to IfNotPresent.',
    seen: '`ErrImageNeverPull`',
  },
  ImageSlow: {
    concern: 'image',
    severity: 'waiting',
    sentence: 'The image is being pulled for minutes.',
    hint: 'Images of engines are large; if it never ends, the registry or a proxy hangs: tell the administrators.',
    seen: '`Pulling` for minutes without `Pulled` or `Failed`',
  },
  PullingImage: {
    concern: 'image',
    severity: 'progress',
    sentence: 'The node pulls the image.',
    seen: '`Pulling` without `Pulled`',
  },
} satisfies Record<string, Reason>;

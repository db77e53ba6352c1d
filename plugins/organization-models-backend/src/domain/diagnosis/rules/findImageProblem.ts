import type { ContainerFacts, PodFacts } from '../../facts/ObservedModel';
import { quote } from '../evidence';
import type { Finding, PodContext, PodRule } from '../Finding';
import { PULL_CAUSES, UNKNOWN_PULL_CAUSE } from './pullCauses';

const PULL_REASONS = [
  'ErrImagePull',
  'ImagePullBackOff',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
];

/** An image that cannot be had. */
export const findImageProblem: PodRule = (pod, context) => {
  for (const container of [...pod.initContainers, ...pod.containers]) {
    const reason = container.waiting?.reason ?? '';
    if (reason === 'InvalidImageName') {
      return invalidName(container);
    }
    if (reason === 'ErrImageNeverPull') {
      return notOnNode(container);
    }
    if (PULL_REASONS.includes(reason)) {
      return pullProblem(pod, container, context);
    }
  }
  return undefined;
};

function invalidName({ image, waiting }: ContainerFacts): Finding {
  return {
    code: 'InvalidImageName',
    message: `${image} is not a valid name of an image.`,
    hint: 'Correct deployment_config.image.',
    severity: 'failure',
    concern: 'image',
    evidence: quote(waiting?.message),
  };
}

function notOnNode({ image, waiting }: ContainerFacts): Finding {
  return {
    code: 'ImageNotOnNode',
    message: `The node does not have the image ${image}, and may not pull it.`,
    hint: 'Set image_pull_policy to IfNotPresent.',
    severity: 'failure',
    concern: 'image',
    evidence: quote(waiting?.message),
  };
}

// a passing trouble has to come twice, or to last
const PATIENCE_MS = 120_000;

function pullProblem(
  pod: PodFacts,
  { image, waiting }: ContainerFacts,
  { events, now }: PodContext,
): Finding {
  const failed = events.filter(
    event => event.reason === 'Failed' && /pull/i.test(event.message),
  );
  const messages = failed.map(event => event.message);
  const { cause, text } = causeOf([waiting?.message ?? '', ...messages], image);
  const tries = failed.reduce((sum, event) => sum + event.count, 0);
  const young = now.getTime() - Date.parse(pod.createdAt) < PATIENCE_MS;
  return {
    code: cause.code,
    message: `The image ${image} cannot be pulled: ${cause.what}.`,
    hint: cause.hint,
    severity: cause.passing && tries < 2 && young ? 'waiting' : 'failure',
    concern: 'image',
    evidence: quote(text),
  };
}

// older kubelets say the cause in the event alone, newer ones in both
function causeOf(texts: string[], image: string) {
  for (const cause of PULL_CAUSES) {
    // what is in the image's own name proves nothing
    const text = texts.find(candidate =>
      cause.pattern.test(candidate.split(image).join('')),
    );
    if (text !== undefined) {
      return { cause, text };
    }
  }
  return { cause: UNKNOWN_PULL_CAUSE, text: texts[texts.length - 1] };
}

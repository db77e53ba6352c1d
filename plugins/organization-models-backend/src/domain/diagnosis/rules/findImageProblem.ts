import type {
  ContainerFacts,
  EventFacts,
  PodFacts,
} from '../../facts/ObservedModel';
import { eventEvidence, quote, statusEvidence } from '../evidence';
import type { Finding, PodContext, PodRule } from '../Finding';
import { makeFinding } from '../makeFinding';
import { PULL_CAUSES, type PullCause, UNKNOWN_PULL_CAUSE } from './pullCauses';

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
    const { image, waiting } = container;
    const reason = waiting?.reason ?? '';
    const evidence = statusEvidence(`Pod/${pod.name}`, waiting?.message);
    if (reason === 'InvalidImageName') {
      const message = `${image} is not a valid name of an image.`;
      return makeFinding('InvalidImageName', { message, evidence });
    }
    if (reason === 'ErrImageNeverPull') {
      const message = `The node does not have the image ${image}, and may not pull it.`;
      return makeFinding('ImageNotOnNode', { message, evidence });
    }
    if (PULL_REASONS.includes(reason)) {
      return pullProblem(pod, container, context);
    }
  }
  return undefined;
};

// a passing trouble has to come twice, or to last
const PATIENCE_MS = 120_000;

function pullProblem(
  pod: PodFacts,
  { image, waiting }: ContainerFacts,
  { events, now }: PodContext,
): Finding {
  // one failed try is told of in three events, of which only this one counts it
  const failed = events.filter(
    ({ reason, message }) =>
      reason === 'Failed' && /^Failed to (?:pull|inspect)/.test(message),
  );
  const { cause, text } = causeOf(
    [reasonedMessage(waiting), ...failed.map(({ message }) => message)],
    image,
  );
  const tries = failed.reduce((sum, event) => sum + event.count, 0);
  const young = now.getTime() - Date.parse(pod.createdAt) < PATIENCE_MS;
  const proof = failed.find(({ message }) => message === text);
  const secret = cause.code === 'ImageAccessDenied' && missingSecret(events);
  return makeFinding(cause.code, {
    message: `The image ${image} cannot be pulled: ${
      secret ? `the pull secret ${secret.name} is missing` : whatOf(cause, text)
    }.`,
    severity: cause.passing && tries < 2 && young ? 'waiting' : 'failure',
    evidence: [
      ...(proof
        ? eventEvidence(proof)
        : statusEvidence(`Pod/${pod.name}`, quote(text) ?? waiting?.reason)),
      ...(secret ? eventEvidence(secret.event) : []),
    ],
  });
}

/** Of a node's words in a sentence, in characters. */
const LONGEST_WORDS = 200;

/** Kinds of errors, by which their words end. */
const KIND =
  /^(?:not implemented|unknown|failed precondition|invalid argument)\.?$/;

const IN_ITS_WORDS = ['ImagePullFailed', 'ImageBlocked'];

// what nobody has a name for is told in the node's words, a policy in its own
function whatOf({ code, what }: PullCause, text: string | undefined): string {
  const said = quote(text)
    ?.split(/desc = |: (?=[a-z])/)
    .findLast(part => !KIND.test(part));
  return IN_ITS_WORDS.includes(code) && said
    ? `${what} (${said.slice(0, LONGEST_WORDS)})`
    : what;
}

function missingSecret(events: EventFacts[]) {
  const event = events.find(
    ({ reason }) => reason === 'FailedToRetrieveImagePullSecret',
  );
  const name = /pull secrets \(([^)]+)\)/.exec(event?.message ?? '')?.[1];
  return event && name ? { event, name } : undefined;
}

// some reasons say all that there is to say
function reasonedMessage(waiting: ContainerFacts['waiting']): string {
  return waiting && /Signature/.test(waiting.reason)
    ? `${waiting.reason}: ${waiting.message ?? ''}`
    : waiting?.message ?? '';
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

import type { ReasonCode } from '../../reasons/catalogue';
import { eventEvidence, quote } from '../evidence';
import type { PodContext, PodRule } from '../Finding';
import { makeFinding } from '../makeFinding';
import { findLasting } from './findLasting';

const REASONS = ['FailedMount', 'FailedAttachVolume', 'FailedMapVolume'];

/** A volume that does not come. */
export const findMountProblem: PodRule = (pod, context) => {
  const found =
    findLasting(REASONS, pod, { ...context, events: causesOf(context) }) ??
    findLasting(REASONS, pod, context);
  if (!found) {
    return undefined;
  }
  const { last, severity } = found;
  const { code, message } = causeOf(last.message);
  return makeFinding(code, {
    message,
    severity,
    evidence: eventEvidence(last),
  });
};

/** By which the kubelet sums up for how long it waits, not for what. */
const SUMMARY =
  /^Unable to attach or mount volumes: .*timed out waiting for the condition/s;

function causesOf({ events }: PodContext) {
  return events.filter(({ message }) => !SUMMARY.test(message));
}

/** As the controller, the kubelet, and drivers of clouds and projects say it. */
const CAUSES: [code: ReasonCode, pattern: RegExp][] = [
  [
    'VolumeLimit',
    /maximum number of (?:data )?(?:disks|volumes|attachments)|AttachmentLimitExceeded|ResourceExhausted|attachment limit|limit on (?:disks|volumes)/i,
  ],
  [
    'VolumeInUse',
    /Multi-Attach|already (?:exclusively )?attached|used by pod|already being used by|InUseByAnotherResource|IN_USE_BY_ANOTHER|VolumeInUse|in use by another|is still being used/i,
  ],
  [
    'VolumeDriverMissing',
    /not found in the list of registered CSI drivers|no (?:volume )?plugin matched|bad option; for several filesystems/i,
  ],
];

function causeOf(text: string): { code: ReasonCode; message?: string } {
  const known = CAUSES.find(([, pattern]) => pattern.test(text));
  if (known?.[0] === 'VolumeDriverMissing') {
    return { code: known[0], message: driverWords(text) };
  }
  if (known) {
    return { code: known[0] };
  }
  const missing =
    /(?<kind>SecretProviderClass|secret|configmap)(?:\.[\w.-]+)? "(?<name>[^"]+)" not found/i.exec(
      text,
    )?.groups;
  if (missing) {
    return {
      code: 'VolumeSourceMissing',
      message: `A volume needs the ${missing.kind} ${missing.name}, which does not exist.`,
    };
  }
  if (
    /non-existent (?:secret|config) key|hostPath type check failed/.test(text)
  ) {
    return {
      code: 'VolumeSourceMissing',
      message: `A volume needs something that does not exist: ${short(text)}`,
    };
  }
  return {
    code: 'VolumeMountFailed',
    message: `A volume cannot be mounted: ${short(text)}`,
  };
}

function driverWords(text: string): string | undefined {
  const driver = /driver name (?<name>\S+) not found/.exec(text)?.groups?.name;
  return driver && `The node does not have the driver ${driver} of the volume.`;
}

/** What drivers put before the words of the program that they ran. */
const BEFORE_OUTPUT =
  /^.*\nOutput:\s*(?:Running (?:scope as unit|as unit)[^\n]*\n)?/s;
/** What kubelet and gRPC put before those of drivers. */
const BEFORE_WORDS = /^.*?rpc error: code = \w+ desc = /s;

function short(text: string): string | undefined {
  const said = [BEFORE_OUTPUT, BEFORE_WORDS]
    .map(before => text.replace(before, '').trim())
    .find(words => words && words !== text.trim());
  return quote(said ?? text)
    ?.replace(/\s*\n\s*/g, ' ')
    .slice(0, 300);
}

import type { EventFacts, ObservedModel } from '../../facts/ObservedModel';
import { eventEvidence, quote, statusEvidence } from '../evidence';
import type { Finding } from '../Finding';
import { makeFinding } from '../makeFinding';

/** How long a provisioner may take, in milliseconds. */
const PROVISIONING_MS = 60_000;

/**
 * A claim that gets no volume. To be pending is no finding: many classes wait
 * for the first pod.
 */
export function findClaimProblem(
  { claim, events }: ObservedModel,
  now: Date,
): Finding | undefined {
  if (claim?.phase === 'Lost') {
    return makeFinding('ClaimLost', {
      message: `The volume of the claim ${claim.name} is gone.`,
      evidence: statusEvidence(
        `PersistentVolumeClaim/${claim.name}`,
        'phase: Lost',
      ),
    });
  }
  if (claim?.phase !== 'Pending') {
    return undefined;
  }
  const own = events.filter(
    ({ object }) =>
      object.kind === 'PersistentVolumeClaim' && object.name === claim.name,
  );
  return provisioningProblem(claim.name, own, now);
}

function provisioningProblem(
  name: string,
  events: EventFacts[],
  now: Date,
): Finding | undefined {
  const failed = events.find(({ reason }) => reason === 'ProvisioningFailed');
  if (failed) {
    return makeFinding('ClaimProvisioningFailed', {
      message: `No volume can be made for the claim ${name}: ${quote(
        failed.message,
      )}`,
      evidence: eventEvidence(failed),
    });
  }
  const asked = events.find(({ reason }) => reason === 'ExternalProvisioning');
  const isLate =
    asked && now.getTime() - Date.parse(asked.firstAt) > PROVISIONING_MS;
  const provisioner = /provisioner '?([\w./-]+)'?/.exec(
    asked?.message ?? '',
  )?.[1];
  return isLate
    ? makeFinding('ClaimProvisionerSilent', {
        message: `The claim ${name} waits for its provisioner${
          provisioner ? ` ${provisioner}` : ''
        }, which does not answer.`,
        evidence: eventEvidence(asked),
      })
    : undefined;
}

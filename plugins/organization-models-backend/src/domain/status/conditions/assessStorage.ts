import { Assess, fails, failsBy, findingAbout, holds } from './Assessment';

/** Whether the claim has a volume, for models with one. */
export const assessStorage: Assess = facts => {
  const { storage } = facts.resolved;
  if (storage.kind === 'none') {
    return undefined;
  }
  const { claim } = facts.observed;
  const problem = findingAbout(facts, 'storage');
  if (problem) {
    return failsBy(problem);
  }
  // Such volumes come and go with the pods, which tell of them
  if (storage.kind === 'perReplica') {
    return undefined;
  }
  if (!claim) {
    return fails(
      'ClaimMissing',
      `The claim ${storage.claimName} is not there.`,
    );
  }
  return claim.phase === 'Bound'
    ? holds('Bound', `The claim ${claim.name} has a volume.`)
    : fails(
        `Claim${claim.phase}`,
        `The claim ${claim.name} has no volume yet.`,
      );
};

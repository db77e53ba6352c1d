import { Assess, fails, failsBy, holds, unknown } from './Assessment';

/** Whether the Secret of the Hugging Face token is there, for models with one. */
export const assessToken: Assess = ({
  resolved,
  observed,
  findings,
  livePods,
}) => {
  const { token } = resolved;
  if (token.kind === 'none') {
    return undefined;
  }
  const problem = findings.find(({ code }) =>
    ['TokenSecretMissing', 'SecretMissing', 'SecretKeyMissing'].includes(code),
  );
  if (problem) {
    return failsBy(problem);
  }
  if (token.kind === 'own' && observed.secretExists === false) {
    return fails(
      'TokenSecretMissing',
      `The Secret ${token.secretName} was deleted.`,
    );
  }
  const used = livePods.some(pod =>
    pod.containers.some(container => container.runningSince),
  );
  return used || observed.secretExists
    ? holds('SecretFound', `The Secret ${token.secretName} is there.`)
    : unknown(
        'NotUsedYet',
        `The Secret ${token.secretName} is looked for when a pod starts.`,
      );
};

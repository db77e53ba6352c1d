import { findBadAnswer } from '../findBadAnswer';
import { type Assess, failsBy, holds } from './Assessment';

/** Whether a replica answered when it was ready; nothing before it was asked. */
export const assessAnswers: Assess = ({ proof, desiredState }) => {
  if (!proof || desiredState === 'stopped') {
    return undefined;
  }
  const bad = findBadAnswer(proof);
  if (bad) {
    return failsBy(bad);
  }
  return proof.result === 'answered'
    ? holds(
        'Answered',
        `A replica answered; its first token came after ${proof.secondsToFirstToken.toFixed(
          2,
        )} seconds.`,
      )
    : undefined;
};

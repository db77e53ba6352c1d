import type { Finding } from '../diagnosis/Finding';
import { makeFinding } from '../diagnosis/makeFinding';
import type { StartProof } from '../facts/StartProof';

/** What is wrong with how a ready model answers, by the proof after its start. */
export function findBadAnswer(
  proof: StartProof | undefined,
): Finding | undefined {
  if (!proof) {
    return undefined;
  }
  const object = `Pod/${proof.pod}`;
  const evidence = (text: string) => [
    { source: 'status' as const, object, time: proof.answeredAt, text },
  ];
  switch (proof.result) {
    case 'refused':
      return makeFinding('AnswerRefused', {
        message: `The engine is ready and refuses the simplest request (${proof.statusCode}): ${proof.words}`,
        evidence: evidence(proof.words || `status ${proof.statusCode}`),
      });
    case 'nonsense':
      return makeFinding('AnswerInvalid', {
        message: `The engine is ready, and its answer is none: ${proof.words}`,
        evidence: evidence(proof.words),
      });
    case 'silent':
      return makeFinding('AnswerMissing', {
        message: `The engine is ready and gave no answer within ${Math.round(
          proof.seconds,
        )} seconds.`,
        evidence: evidence('no answer'),
      });
    default:
      return undefined;
  }
}

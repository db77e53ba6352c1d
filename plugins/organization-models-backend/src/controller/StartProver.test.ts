import { mockServices } from '@backstage/backend-test-utils';
import { buildStoredModel } from '../database/__testUtils__/buildStoredModel';
import { aReadyPod, NOW } from '../domain/__testUtils__/observedFacts';
import type { ProofAnswer } from '../domain/facts/StartProof';
import { StartProver } from './StartProver';

const MODEL = buildStoredModel({ id: 'mdl_1', generation: 3 });
const ANSWERED: ProofAnswer = { result: 'answered', secondsToFirstToken: 0.5 };

function aProver({
  isOurs = true,
  answer = ANSWERED,
}: { isOurs?: boolean; answer?: ProofAnswer | Error } = {}) {
  const starts = {
    claimProof: jest.fn(async () => isOurs),
    saveProof: jest.fn(async () => {}),
  };
  const ask = jest.fn(async () => {
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  });
  const onProven = jest.fn(async () => {});
  const logger = mockServices.logger.mock();
  const prover = new StartProver({
    starts,
    ask,
    onProven,
    logger,
    now: () => NOW,
  });
  return { prover, starts, ask, onProven, logger };
}

describe('StartProver', () => {
  const { signal } = new AbortController();

  it('asks one ready pod once, keeps the answer and tells', async () => {
    const { prover, starts, ask, onProven } = aProver();
    const pods = [
      aReadyPod({ deleting: true }),
      aReadyPod({ name: 'a' }),
      aReadyPod({ name: 'b' }),
    ];
    prover.prove(MODEL, pods, signal);
    prover.prove(MODEL, pods, signal);
    await prover.settle();
    expect(ask.mock.calls).toEqual([
      [MODEL, expect.objectContaining({ name: 'a' }), signal],
    ]);
    expect(starts.saveProof.mock.calls).toEqual([
      [
        'mdl_1',
        {
          generation: 3,
          pod: 'a',
          askedAt: NOW.toISOString(),
          answeredAt: NOW.toISOString(),
          ...ANSWERED,
        },
      ],
    ]);
    expect(onProven.mock.calls).toEqual([['mdl_1']]);
  });

  it('leaves it to the process that was first', async () => {
    const { prover, ask } = aProver({ isOurs: false });
    prover.prove(MODEL, [aReadyPod()], signal);
    await prover.settle();
    expect(ask).not.toHaveBeenCalled();
  });

  it('asks nobody without a ready pod', async () => {
    const { prover, starts } = aProver();
    prover.prove(MODEL, [aReadyPod({ ready: false })], signal);
    await prover.settle();
    expect(starts.claimProof).not.toHaveBeenCalled();
  });

  it('keeps no verdict on a pod that it could not reach', async () => {
    const { prover, starts, onProven } = aProver({
      answer: { result: 'unreachable', words: 'x' },
    });
    prover.prove(MODEL, [aReadyPod()], signal);
    await prover.settle();
    expect(starts.saveProof).not.toHaveBeenCalled();
    expect(onProven).not.toHaveBeenCalled();
  });

  it('survives errors, and says so', async () => {
    const { prover, logger } = aProver({ answer: new Error('broken') });
    prover.prove(MODEL, [aReadyPod()], signal);
    await prover.settle();
    expect(logger.warn.mock.calls).toEqual([
      [expect.stringContaining('broken')],
    ]);
  });
});

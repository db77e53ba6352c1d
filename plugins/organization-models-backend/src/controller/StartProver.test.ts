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
  unreachable = 0,
}: {
  isOurs?: boolean;
  answer?: ProofAnswer | Error;
  /** Tries that come to nothing first. */
  unreachable?: number;
} = {}) {
  let left = unreachable;
  const starts = {
    claimProof: jest.fn(async () => isOurs),
    saveProof: jest.fn(async () => {}),
  };
  const ask = jest.fn(async (): Promise<ProofAnswer> => {
    if (left > 0) {
      left -= 1;
      return { result: 'unreachable', words: 'x' };
    }
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  });
  const onProven = jest.fn(async () => {});
  const pause = jest.fn(async () => {});
  const logger = mockServices.logger.mock();
  const prover = new StartProver({
    starts,
    ask,
    onProven,
    logger,
    pause,
    now: () => NOW,
  });
  return { prover, starts, ask, onProven, logger, pause };
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
    expect(onProven.mock.calls).toEqual([[MODEL]]);
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
    const { prover, starts, onProven, pause } = aProver({ unreachable: 9 });
    prover.prove(MODEL, [aReadyPod()], signal);
    await prover.settle();
    expect(starts.saveProof).not.toHaveBeenCalled();
    expect(onProven).not.toHaveBeenCalled();
    expect(pause).toHaveBeenCalledTimes(3);
  });

  it('tries again where the way to the engine is up a little later', async () => {
    const { prover, starts, onProven, pause } = aProver({ unreachable: 1 });
    prover.prove(MODEL, [aReadyPod()], signal);
    await prover.settle();
    expect(pause.mock.calls).toEqual([[2_000, signal]]);
    expect(starts.claimProof).toHaveBeenCalledTimes(1);
    expect(starts.saveProof).toHaveBeenCalledWith(
      'mdl_1',
      expect.objectContaining(ANSWERED),
    );
    expect(onProven).toHaveBeenCalledTimes(1);
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

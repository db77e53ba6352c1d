import { setImmediate as turn } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { waitFor } from '@orgmodels/dev-cluster';
import type { Knex } from 'knex';
import type { DatabaseQueue } from '../database/queue/DatabaseQueue';
import type { Claim } from '../database/queue/claimDueModels';
import { type PassOutcome, Worker } from './Worker';

const CLAIM: Claim = { modelId: 'mdl_1', ticket: 't', marks: 1, failures: 0 };

/** A worker on a queue whose answers the test gives. */
function setup(options: {
  claim: () => Promise<Claim[]>;
  dropUnknown?: DatabaseQueue['dropUnknown'];
  complete?: DatabaseQueue['complete'];
  outcome?: PassOutcome;
  concurrency?: number;
}) {
  const queue = {
    claim: jest.fn(options.claim),
    complete: options.complete,
    dropUnknown: options.dropUnknown,
    renew: async () => {},
    makeFarOnesDue: async () => {},
  };
  const worker = new Worker({
    queue: queue as unknown as DatabaseQueue,
    lane: { cluster: 'test' },
    concurrency: options.concurrency ?? 1,
    resyncMs: 300_000,
    logger: mockServices.logger.mock(),
    reconcile: async () => options.outcome ?? { result: 'settled' },
  });
  return { worker, queue };
}

const settle = async () => {
  for (let turns = 0; turns < 5; turns++) {
    await turn();
  }
};

describe('Worker', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('asks again when it is woken while it asks', async () => {
    let answer: (claims: Claim[]) => void = () => {};
    const { worker, queue } = setup({
      claim: () => new Promise(resolve => (answer = resolve)),
    });
    const abort = new AbortController();
    const running = worker.run(abort.signal);
    await settle();
    expect(queue.claim).toHaveBeenCalledTimes(1);
    worker.wake();
    answer([]);
    await settle();
    // No timer has run
    expect(queue.claim).toHaveBeenCalledTimes(2);
    answer([]);
    await settle();
    expect(queue.claim).toHaveBeenCalledTimes(2);
    abort.abort();
    await running;
  });

  it.each([
    ['completed', 1],
    ['marked', 2],
  ] as const)(
    'asks no more than it has to when what it gives back is %s',
    async (completed, times) => {
      const claims = [[CLAIM]];
      const { worker, queue } = setup({
        claim: async () => claims.pop() ?? [],
        complete: async () => completed,
        concurrency: 2,
      });
      const abort = new AbortController();
      const running = worker.run(abort.signal);
      await settle();
      expect(queue.claim).toHaveBeenCalledTimes(times);
      abort.abort();
      await running;
    },
  );

  it('takes the next ones when it was given as many as it had places for', async () => {
    const claims = [CLAIM, { ...CLAIM, modelId: 'mdl_2' }];
    const { worker, queue } = setup({
      claim: async () => claims.splice(0, 1),
      complete: async () => 'completed',
    });
    const abort = new AbortController();
    const running = worker.run(abort.signal);
    await settle();
    expect(claims).toEqual([]);
    expect(queue.claim).toHaveBeenCalledTimes(3);
    abort.abort();
    await running;
  });

  it('announces nothing that it had no right to save any more', async () => {
    const onSaved = jest.fn();
    const claims = [[CLAIM]];
    const { worker } = setup({
      claim: async () => claims.pop() ?? [],
      complete: async () => 'lost',
      outcome: {
        result: 'settled',
        finding: { save: async () => 'saved', onSaved },
      },
    });
    const abort = new AbortController();
    const running = worker.run(abort.signal);
    await settle();
    abort.abort();
    await running;
    expect(claims).toEqual([]);
    expect(onSaved).not.toHaveBeenCalled();
  });

  const away = () =>
    Object.assign(new Error('Connection terminated'), {
      name: 'DatabaseAwayError',
    });

  it('gives back what it found once the database is back', async () => {
    const claims = [[CLAIM]];
    const answers = [away(), away(), undefined];
    const onSaved = jest.fn();
    const { worker, queue } = setup({
      claim: async () => claims.pop() ?? [],
      complete: jest.fn(async (_claim, _options, save) => {
        const error = answers.shift();
        if (error) {
          throw error;
        }
        await save?.({} as Knex.Transaction);
        return 'completed';
      }),
      outcome: {
        result: 'settled',
        finding: { save: async () => 'saved', onSaved },
      },
    });
    const abort = new AbortController();
    const running = worker.run(abort.signal);
    await waitFor('it to be saved', async () => onSaved.mock.calls.length > 0);
    expect(queue.complete).toHaveBeenCalledTimes(3);
    // The same finding: what was found is not looked for once more
    expect(queue.complete).toHaveBeenLastCalledWith(
      CLAIM,
      expect.objectContaining({ failures: 0 }),
      expect.any(Function),
    );
    abort.abort();
    await running;
  });

  it.each([
    ['the commit had no answer', 'DatabaseOutcomeUnknownError', 1],
    ['the database went away before it', 'DatabaseAwayError', 0],
  ])(
    'announces what may be saved once it is given back: %s',
    async (_, name, times) => {
      const claims = [[CLAIM]];
      const onSaved = jest.fn();
      const complete = jest
        .fn<
          ReturnType<DatabaseQueue['complete']>,
          Parameters<DatabaseQueue['complete']>
        >()
        .mockImplementationOnce(async (_claim, _options, save) => {
          await save?.({} as Knex.Transaction);
          throw Object.assign(new Error('Connection terminated'), { name });
        })
        .mockRejectedValueOnce(away())
        .mockResolvedValue('lost');
      const { worker } = setup({
        claim: async () => claims.pop() ?? [],
        complete,
        outcome: {
          result: 'settled',
          finding: { save: async () => 'saved', onSaved },
        },
      });
      const abort = new AbortController();
      const running = worker.run(abort.signal);
      await waitFor(
        'three tries',
        async () => complete.mock.calls.length === 3,
      );
      abort.abort();
      await running;
      expect(onSaved).toHaveBeenCalledTimes(times);
    },
  );

  it('drops claims that it was never told of, and none that it works on', async () => {
    const asked: string[] = [];
    const dropUnknown = jest.fn(async () => {
      asked.push('drop');
    });
    const claims = [[CLAIM], away(), [], away(), away(), []];
    let finish = () => {};
    const { worker } = setup({
      async claim() {
        asked.push('claim');
        const answer = claims.shift() ?? [];
        if (answer instanceof Error) {
          throw answer;
        }
        return answer;
      },
      complete: () =>
        new Promise(resolve => (finish = () => resolve('completed'))),
      dropUnknown,
      concurrency: 2,
    });
    const abort = new AbortController();
    const running = worker.run(abort.signal);
    await waitFor('all to be claimed', async () => {
      worker.wake();
      return claims.length === 0;
    });
    expect(asked.slice(0, 4)).toEqual(['claim', 'claim', 'drop', 'claim']);
    expect(dropUnknown).toHaveBeenCalledTimes(3);
    expect(dropUnknown).toHaveBeenCalledWith(expect.any(String), [CLAIM]);
    abort.abort();
    finish();
    await running;
  });
});

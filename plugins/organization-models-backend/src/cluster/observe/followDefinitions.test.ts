import { mockServices } from '@backstage/backend-test-utils';
import type { CustomResourceFacts } from '../../domain/facts/ClusterFacts';
import type { RawObject } from '../connection/RawObject';
import { followDefinitions } from './followDefinitions';

const [AUTOSCALERS, MONITORS] = ['podautoscalers.a', 'servicemonitors.b'].map(
  (name): CustomResourceFacts => ({ name, served: ['v1'], established: true }),
);

const definition = ({ name }: CustomResourceFacts) =>
  ({ metadata: { name } } as RawObject);

const hooks = {
  listed: () => {},
  alive: () => {},
  lost: () => {},
  unreadable: () => {},
};

/** Follows definitions where the test gives discovery's answers. */
function setup() {
  const pending: ((resources: CustomResourceFacts[]) => void)[] = [];
  const served: string[][] = [];
  const abort = new AbortController();
  const definitions = followDefinitions({
    discover: () => new Promise(resolve => pending.push(resolve)),
    onServed: resources => served.push(resources.map(({ name }) => name)),
    logger: mockServices.logger.mock(),
    signal: abort.signal,
  });
  return {
    definitions,
    watch: definitions.listener(hooks),
    served,
    pending,
    stop: () => abort.abort(),
    /** Lets discovery answer the one who asks. */
    async answer(...resources: CustomResourceFacts[]) {
      pending.shift()!(resources);
      await jest.advanceTimersByTimeAsync(0);
    },
  };
}

describe('followDefinitions', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('tells at once of a definition that is gone, though discovery still lists it', async () => {
    const { watch, served, answer, stop } = setup();
    watch.present(definition(AUTOSCALERS));
    await answer(AUTOSCALERS, MONITORS);
    watch.gone(definition(AUTOSCALERS));
    expect(served).toEqual([
      [AUTOSCALERS.name, MONITORS.name],
      [MONITORS.name],
    ]);

    await jest.advanceTimersByTimeAsync(400);
    await answer(AUTOSCALERS, MONITORS);
    expect(served).toHaveLength(2);

    watch.present(definition(AUTOSCALERS));
    await jest.advanceTimersByTimeAsync(400);
    await answer(AUTOSCALERS, MONITORS);
    expect(served).toHaveLength(3);
    stop();
  });

  it('misses a definition that went while nobody watched', async () => {
    const { watch, served, answer, stop } = setup();
    await answer(AUTOSCALERS, MONITORS);
    for (const definitions of [[AUTOSCALERS, MONITORS], [MONITORS]]) {
      watch.listing();
      definitions.forEach(each => watch.present(definition(each)));
      watch.listed();
    }
    expect(served.at(-1)).toEqual([MONITORS.name]);
    stop();
  });

  it('knows for a while what an API server leaves out that has just started', async () => {
    const { watch, served, answer, stop } = setup();
    watch.present(definition(AUTOSCALERS));
    await answer(AUTOSCALERS, MONITORS);
    // Of the monitors no definition is known: they may well be gone
    await jest.advanceTimersByTimeAsync(400);
    await answer();
    expect(served.slice(1)).toEqual([[AUTOSCALERS.name]]);
    await jest.advanceTimersByTimeAsync(1_500);
    await answer(AUTOSCALERS);
    await jest.advanceTimersByTimeAsync(4_000);
    await answer();
    await jest.advanceTimersByTimeAsync(10_000);
    await answer();
    expect(served).toHaveLength(2);
    // It is there, and yet not served
    await jest.advanceTimersByTimeAsync(30_000);
    await answer();
    expect(served.slice(2)).toEqual([[]]);
    stop();
  });

  it('does not wait for a definition that is being deleted', async () => {
    const { watch, served, answer, stop } = setup();
    watch.present(definition(AUTOSCALERS));
    await answer(AUTOSCALERS);
    const { metadata } = definition(AUTOSCALERS);
    const deletionTimestamp = '2026-01-01T00:00:00Z';
    watch.present({ metadata: { ...metadata, deletionTimestamp } });
    expect(served.at(-1)).toEqual([]);
    stop();
  });

  it('looks soon and several times after a change, one look at a time', async () => {
    const { watch, pending, answer, stop } = setup();
    await answer();
    for (let count = 0; count < 60; count++) {
      watch.present(definition(AUTOSCALERS));
    }
    await jest.advanceTimersByTimeAsync(2_000);
    // The one at 300 ms is not answered yet, so that at 1,500 ms waits
    expect(pending).toHaveLength(1);
    await answer();
    expect(pending).toHaveLength(1);
    await answer(AUTOSCALERS);
    expect(pending).toHaveLength(0);
    await jest.advanceTimersByTimeAsync(14_000);
    await answer();
    expect(pending).toHaveLength(1);
    stop();
  });

  it('goes on after discovery failed, and asks nobody after its end', async () => {
    const discover = jest.fn(async (): Promise<CustomResourceFacts[]> => {
      throw new Error('the server is busy');
    });
    const abort = new AbortController();
    const definitions = followDefinitions({
      discover,
      onServed: () => {},
      logger: mockServices.logger.mock(),
      signal: abort.signal,
    });
    await jest.advanceTimersByTimeAsync(31_000);
    expect(discover).toHaveBeenCalledTimes(2);
    expect(definitions.isComplete()).toBe(false);
    abort.abort();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(discover).toHaveBeenCalledTimes(2);
  });
});

import { mockServices } from '@backstage/backend-test-utils';
import { holdCluster, type HoldClusterOptions } from './holdCluster';

const never = () => new Promise(() => {});

describe('holdCluster', () => {
  it('renews its lease as soon as the database is back', async () => {
    const abort = new AbortController();
    const logger = mockServices.logger.mock();
    const askedAt: number[] = [];
    const acquire = async () => {
      askedAt.push(performance.now());
      switch (askedAt.length) {
        case 2:
        case 3:
          throw new Error('Connection terminated');
        case 4:
          abort.abort();
          return 'held';
        default:
          return 'held';
      }
    };
    await holdCluster(
      {
        connection: {
          ...{ name: 'eu', request: never, requestList: never, open: never },
        },
        leases: { acquire, release: async () => {} },
        clusterFacts: { openWriter: () => undefined },
        namespace: 'models',
        installationId: 'test',
        logger,
      } as unknown as HoldClusterOptions,
      abort.signal,
    );
    expect(askedAt[3] - askedAt[1]).toBeLessThan(2_000);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.info).toHaveBeenCalledTimes(1);
  });
});

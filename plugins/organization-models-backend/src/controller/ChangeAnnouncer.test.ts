import { mockServices } from '@backstage/backend-test-utils';
import { ChangeAnnouncer } from './ChangeAnnouncer';

const ACME = 'group:default/acme';
const GLOBEX = 'group:default/globex';

describe('ChangeAnnouncer', () => {
  const events = mockServices.events.mock({ publish: async () => undefined });
  const publish = jest.fn(async (_: unknown) => undefined);

  const announcer = (
    listMembers?: (organization: string) => Promise<string[]>,
  ) =>
    new ChangeAnnouncer({
      events,
      signals: { publish },
      organizations: { listMembers },
      logger: mockServices.logger.mock(),
    });

  beforeEach(() => {
    jest.useFakeTimers();
    publish.mockClear();
  });

  afterEach(() => jest.useRealTimers());

  it('tells members which of their models changed, once a second', async () => {
    const changes = announcer(async organization => [`${organization}/team`]);
    changes.announce({ id: 'a', organizationId: ACME }, 'asked');
    changes.announce({ id: 'b', organizationId: ACME }, 'observed');
    changes.announce({ id: 'a', organizationId: ACME }, 'observed');
    changes.announce({ id: 'c', organizationId: GLOBEX }, 'removed');
    expect(publish).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1_000);
    const channel = 'organization-models:status';
    expect(publish.mock.calls).toEqual([
      [
        {
          recipients: { type: 'user', entityRef: [`${ACME}/team`] },
          channel,
          message: { models: ['a', 'b'] },
        },
      ],
      [
        {
          recipients: { type: 'user', entityRef: [`${GLOBEX}/team`] },
          channel,
          message: { models: ['c'] },
        },
      ],
    ]);
  });

  it('tells all, and nothing, where nobody knows the members', async () => {
    announcer().announce({ id: 'a', organizationId: ACME }, 'asked');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(publish).toHaveBeenCalledWith(
      expect.objectContaining({
        recipients: { type: 'broadcast' },
        message: {},
      }),
    );
  });

  it('goes on where the members of one cannot be found', async () => {
    const changes = announcer(async organization => {
      if (organization === ACME) {
        throw new Error('The catalog is away');
      }
      return [organization];
    });
    changes.announce({ id: 'a', organizationId: ACME }, 'asked');
    changes.announce({ id: 'c', organizationId: GLOBEX }, 'asked');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(publish).toHaveBeenCalledTimes(1);
  });
});

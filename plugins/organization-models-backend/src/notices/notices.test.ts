import { mockServices } from '@backstage/backend-test-utils';
import type { Notice } from '../domain/notices/Notice';
import { Notifier } from './Notifier';
import { QuotaWatch } from './QuotaWatch';

const notice: Notice = {
  kind: 'ready',
  title: 'Qwen is ready',
  description: 'Generation 1 runs.',
  severity: 'normal',
  scope: 'mdl_1/1/ready',
};

describe('Notifier', () => {
  const setup = () => {
    const send = jest.fn(async (_: unknown) => {});
    const logger = mockServices.logger.mock();
    const kinds = new Set(['ready' as const]);
    return {
      send,
      logger,
      notifier: new Notifier({ notifications: { send }, kinds, logger }),
    };
  };
  const whose = { organizationId: 'group:default/acme', modelId: 'mdl_1' };

  it('tells creator and organization, with the way to the model', async () => {
    const { notifier, send } = setup();
    await notifier.tell([notice], { ...whose, createdBy: 'user:default/ann' });
    expect(send).toHaveBeenCalledWith({
      recipients: {
        type: 'entity',
        entityRef: ['user:default/ann', 'group:default/acme'],
      },
      payload: expect.objectContaining({
        topic: 'organization-models.ready',
        scope: 'mdl_1/1/ready',
        link: '/organization-models/mdl_1',
      }),
    });
  });

  it('tells no service, and nothing that is switched off', async () => {
    const { notifier, send } = setup();
    await notifier.tell([notice, { ...notice, kind: 'healed' }], {
      ...whose,
      createdBy: 'plugin:scaffolder',
    });
    expect(send).toHaveBeenCalledTimes(1);
    expect(send.mock.calls[0][0]).toMatchObject({
      recipients: { entityRef: ['group:default/acme'] },
    });
  });

  it('says once that nobody can be told', async () => {
    const { notifier, send, logger } = setup();
    send.mockRejectedValue(new Error('404'));
    await notifier.tell([notice, notice], whose);
    expect(logger.info).toHaveBeenCalledTimes(1);
    expect(logger.debug).toHaveBeenCalledTimes(1);
  });
});

describe('QuotaWatch', () => {
  it('tells of a limit once, and again after there was room', async () => {
    const tell = jest.fn(async (_: Notice[]) => {});
    let gpus = 9;
    const watch = new QuotaWatch({
      notifier: { tell, wants: () => true },
      logger: mockServices.logger.mock(),
      readQuota: async () =>
        ({
          organization_id: 'group:default/acme',
          hard: { gpus: 10 },
          used: { gpus },
        } as any),
    });
    const told = async () => {
      await watch.check('group:default/acme');
      return tell.mock.calls.at(-1)![0].length;
    };
    expect([await told(), await told()]).toEqual([1, 0]);
    gpus = 5;
    expect(await told()).toBe(0);
    gpus = 10;
    expect(await told()).toBe(1);
  });

  it('asks for no quota where nobody is to be told', async () => {
    const readQuota = jest.fn();
    const watch = new QuotaWatch({
      notifier: { tell: jest.fn(), wants: kind => kind !== 'nearQuota' },
      logger: mockServices.logger.mock(),
      readQuota,
    });
    await watch.check('group:default/acme');
    expect(readQuota).not.toHaveBeenCalled();
  });
});

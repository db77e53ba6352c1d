import { mockServices } from '@backstage/backend-test-utils';
import type { EventParams } from '@backstage/plugin-events-node';
import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { ModelEntityProvider } from './ModelEntityProvider';

const MODEL = {
  id: 'mdl_8Kq2vZb1LxYt0PwR',
  organization_id: 'group:default/acme',
  name: 'qwen3-8b',
  display_name: 'Qwen3 8B',
  model_type: 'chat',
  namespace: 'models',
  tags: [],
} as unknown as Model;

describe('ModelEntityProvider', () => {
  let stored: Model[];
  let list: () => Promise<Model[]>;
  let applied: string[];
  let onEvent: (event: EventParams) => Promise<void>;
  let syncAll: () => Promise<void>;

  beforeEach(async () => {
    stored = [MODEL];
    list = async () => stored;
    applied = [];
    const provider = new ModelEntityProvider({
      appUrl: 'http://localhost',
      auth: mockServices.auth(),
      logger: mockServices.logger.mock(),
      events: mockServices.events.mock({
        subscribe: async options => {
          onEvent = options.onEvent;
        },
      }),
      scheduler: mockServices.scheduler.mock({
        scheduleTask: async task => {
          syncAll = async () => task.fn(new AbortController().signal);
        },
      }),
      models: {
        listModels: async () => {
          const models = await list();
          return { models, total: models.length };
        },
        getModel: async id => stored.find(model => model.id === id),
      },
    });
    await provider.connect({
      refresh: async () => undefined,
      applyMutation: async mutation => {
        const entities =
          mutation.type === 'full' ? mutation.entities : mutation.added;
        const titles = entities.map(({ entity }) => entity.metadata.title);
        const gone = mutation.type === 'delta' ? mutation.removed.length : 0;
        applied.push(`${mutation.type} ${titles.join()} -${gone}`);
      },
    });
  });

  const tell = (change: string) =>
    onEvent({
      topic: 'organization-models.model',
      eventPayload: {
        modelId: MODEL.id,
        organizationId: MODEL.organization_id,
        change,
      },
    });

  it('takes what people changed in at once, and what is only observed never', async () => {
    await tell('observed');
    await tell('asked');
    stored = [];
    await tell('removed');
    expect(applied).toEqual(['delta Qwen3 8B -0', 'delta  -1']);
  });

  it('lays no list that is older over a change', async () => {
    let answer = (_: Model[]) => {};
    list = () => {
      list = async () => stored;
      return new Promise(resolve => (answer = resolve));
    };
    const synced = syncAll();
    stored = [{ ...MODEL, display_name: 'Renamed' }];
    const told = tell('asked');
    await new Promise(process.nextTick);
    answer([MODEL]);
    await Promise.all([synced, told]);
    expect(applied).toEqual([
      'full Qwen3 8B -0',
      'delta Renamed -0',
      'delta Renamed -0',
    ]);
  });

  it('takes back what a list has overwritten that another process was told', async () => {
    const other = { ...MODEL, id: 'mdl_other', display_name: 'Other' };
    const added = { ...MODEL, id: 'mdl_new', display_name: 'Added' };
    stored = [MODEL, other];
    list = async () => {
      const read = stored;
      stored = [{ ...MODEL, display_name: 'Renamed' }, added];
      return read;
    };
    await syncAll();
    expect(applied).toEqual([
      'full Qwen3 8B,Other -0',
      'delta Renamed,Added -1',
    ]);
    applied = [];
    await syncAll();
    expect(applied).toEqual(['full Renamed,Added -0']);
  });

  it('goes on after a list that could not be read', async () => {
    list = async () => {
      throw new Error('away');
    };
    await expect(syncAll()).rejects.toThrow('away');
    await tell('asked');
    expect(applied).toEqual(['delta Qwen3 8B -0']);
  });
});

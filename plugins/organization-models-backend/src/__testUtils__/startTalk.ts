import type { Knex } from 'knex';
import { buildStoredModel } from '../database/__testUtils__/buildStoredModel';
import { insertModel } from '../database/__testUtils__/insertModel';
import { openStores } from '../database/__testUtils__/openStores';
import { EngineServer } from './EngineServer';
import { forwardedCluster, seePods } from './forwardedCluster';
import { PodForwarder } from './PodForwarder';
import { ROOT_MOUNT, startPortal } from './startPortal';

export type Talk = Awaited<ReturnType<typeof startTalk>>;

/** A portal with one model, `qwen`, whose only replica is an engine of ours. */
export async function startTalk(options: { knex: Knex; config?: object }) {
  const { knex, config } = options;
  const engine = await EngineServer.start();
  const forwarder = await PodForwarder.start(() => engine.port);
  const portal = await startPortal({
    knex,
    config: {
      controller: { enabled: false },
      clusters: [forwardedCluster(forwarder)],
      ...config,
    },
  });
  const stores = await openStores(knex);
  const model = buildStoredModel({
    id: 'mdl_00000000000000000001',
    name: 'qwen',
    spec: { display_name: 'Qwen/Qwen 3', huggingface_id: 'Qwen/Qwen3-0.6B' },
  });
  await insertModel(stores, model);
  await seePods(stores, model.id, [{ name: 'qwen-0' }]);

  const makeKey = async (fields: object = {}) => {
    const { body } = await portal
      .as('acme-engineer')
      .post('/keys')
      .send({ name: 'a key', ...fields })
      .expect(201);
    return body as { secret: string; key: { id: string } };
  };
  const { secret, key } = await makeKey();
  const base = `${portal.url}${ROOT_MOUNT}/openai`;

  return {
    engine,
    portal,
    modelId: model.id,
    /** Below it are `/v1/…`. */
    base,
    secret,
    makeKey,
    post: (
      path: string,
      body: unknown,
      init: { headers?: Record<string, string>; secret?: string } = {},
    ) =>
      fetch(`${base}/v1/${path}`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${init.secret ?? secret}`,
          'Content-Type': 'application/json',
          ...init.headers,
        },
        body:
          typeof body === 'string' || body instanceof Uint8Array
            ? body
            : JSON.stringify(body),
      }),
    /** What is written down of the key by now. */
    async readUsage(id = key.id) {
      const { body } = await portal
        .as('acme-engineer')
        .get('/usage?group_by=key')
        .expect(200);
      return body.usage.find((row: any) => row.key === id);
    },
    async stop() {
      await portal.stop();
      forwarder.stop();
      engine.stop();
    },
  };
}

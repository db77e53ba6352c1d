import { mockCredentials } from '@backstage/backend-test-utils';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { type DevCluster, startCluster, waitFor } from '@orgmodels/dev-cluster';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import {
  startPortal,
  type TestPortal,
  type TestUser,
} from '../../__testUtils__/startPortal';

jest.setTimeout(120_000);

const SPEC = {
  name: 'agents',
  model_type: 'chat',
  huggingface_id: 'Qwen/Qwen3-0.6B',
  deployment_config: { gpu_count: 0 },
};

/** Beside Backstage's own MCP server and notifications. */
describe('what other plugins make of models', () => {
  let cluster: DevCluster;
  let portal: TestPortal;
  let models: ModelsDriver;
  const clients: Client[] = [];

  beforeAll(async () => {
    cluster = await startCluster({ standIns: {} });
    portal = await startPortal({
      kubeconfig: cluster.kubeconfig,
      features: [
        require('@backstage/plugin-mcp-actions-backend').default,
        require('@backstage/plugin-notifications-backend').default,
      ],
      rootConfig: {
        app: { baseUrl: 'http://localhost:3000' },
        backend: { actions: { pluginSources: ['organization-models'] } },
      },
    });
    models = new ModelsDriver(() => portal.as('acme-engineer'));
    await models.waitUntilReady();
  });

  afterAll(async () => {
    await Promise.all(clients.map(client => client.close()));
    await portal?.stop();
    await cluster?.stop();
  });

  const connect = async (user: TestUser): Promise<Client> => {
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(
      new StreamableHTTPClientTransport(
        new URL(`${portal.url}/api/mcp-actions/v1`),
        {
          requestInit: {
            headers: {
              Authorization: mockCredentials.user.header(
                `user:default/${user}`,
              ),
            },
          },
        },
      ),
    );
    clients.push(client);
    return client;
  };

  const callOf =
    (client: Client) =>
    async (name: string, input: object): Promise<any> => {
      const answer = await client.callTool({
        name: `organization-models.${name}`,
        arguments: input as Record<string, unknown>,
      });
      const [{ text }] = answer.content as { text: string }[];
      return answer.isError ? { error: text } : JSON.parse(text);
    };

  it('agents are told actions with their fields and what they may do', async () => {
    const { tools } = await (await connect('acme-engineer')).listTools();
    const marks = Object.fromEntries(
      tools.map(({ name, annotations }) => [
        name.replace('organization-models.', ''),
        Object.entries(annotations ?? {})
          .filter(([, value]) => value === true)
          .map(([hint]) => hint.replace('Hint', ''))
          .sort()
          .join(' '),
      ]),
    );
    expect(marks).toEqual({
      'list-models': 'idempotent readOnly',
      'get-model': 'idempotent readOnly',
      'diagnose-model': 'idempotent readOnly',
      'read-model-logs': 'idempotent readOnly',
      'read-model-metrics': 'idempotent readOnly',
      'read-model-usage': 'idempotent readOnly',
      'plan-model-change': 'idempotent readOnly',
      'create-model': 'idempotent',
      'update-model': 'destructive idempotent',
      'stop-model': 'destructive idempotent',
      'start-model': 'idempotent',
      'rollback-model': 'destructive idempotent',
      'delete-model': 'destructive idempotent',
      'chat-with-model': 'readOnly',
    });
    const [create] = tools.filter(({ name }) => name.endsWith('create-model'));
    const { spec } = create.inputSchema.properties as any;
    expect(JSON.stringify(spec.properties.model_type)).toContain('"embedding"');
    expect(JSON.stringify(spec)).not.toContain('hugging_face_token"');
    for (const { name, inputSchema, annotations } of tools) {
      const held = inputSchema.required?.includes('plan_hash') ?? false;
      expect([name, held]).toEqual([name, annotations?.destructiveHint]);
    }
  });

  it('agents take a model from its plan to its end', async () => {
    const call = callOf(await connect('acme-engineer'));
    const { plan } = await call('plan-model-change', {
      change: 'create',
      spec: SPEC,
    });
    expect(plan).toMatchObject({ fit: { verdict: 'fits' } });
    const creation = {
      spec: SPEC,
      plan_hash: plan.plan_hash,
      idempotency_key: 'once',
    };
    const { model } = await call('create-model', creation);
    const { id } = model;
    expect((await call('create-model', creation)).model.id).toBe(id);
    await models.waitForStatus(id, 'running');

    const listed = await call('list-models', { status: ['running'] });
    expect(listed.models).toMatchObject([{ id, status: 'running' }]);
    const said = await call('chat-with-model', {
      id,
      messages: [{ role: 'user', content: 'Name the capital of France.' }],
    });
    expect(said.answer).toMatchObject({ untrusted: true });
    expect(said.answer.content).not.toBe('');
    expect(said.usage.completion_tokens).toBeGreaterThan(0);
    const { usage } = await call('read-model-usage', { group_by: 'user' });
    expect(usage).toMatchObject({ from: expect.any(String) });
    const { log } = await call('read-model-logs', { id, lines: 5 });
    expect(log).toMatchObject({
      untrusted: true,
      content: expect.stringContaining('agents'),
    });
    const { diagnosis } = await call('diagnose-model', { id });
    expect(diagnosis.content.findings).toEqual([]);
    expect(await call('read-model-metrics', { id })).toHaveProperty('metrics');

    const stop = (await call('plan-model-change', { change: 'stop', id })).plan;
    const stopped = await call('stop-model', {
      id,
      plan_hash: stop.plan_hash,
    });
    expect(stopped.model.desired_state).toBe('stopped');
    const deletion = (await call('plan-model-change', { change: 'delete', id }))
      .plan;
    const update = { id, spec: { tags: ['new'] } };
    const changing = await call('plan-model-change', {
      change: 'update',
      ...update,
    });
    await call('update-model', {
      ...update,
      plan_hash: changing.plan.plan_hash,
    });
    const outdated = { id, plan_hash: deletion.plan_hash };
    expect((await call('delete-model', outdated)).error).toMatch(
      /ConflictError: PlanOutdated/,
    );
    const anew = await call('plan-model-change', { change: 'delete', id });
    await call('delete-model', { id, plan_hash: anew.plan.plan_hash });
    await models.waitUntilGone(id);
  });

  it('leaves a notice to whoever made a model when it is ready, and one only', async () => {
    const id = await models.createRunning('noticed');
    const { notifications } = await waitFor('a notice', async () => {
      const response = await fetch(
        `${portal.url}/api/notifications/notifications?topic=organization-models.ready`,
        {
          headers: {
            Authorization: mockCredentials.user.header(
              'user:default/acme-engineer',
            ),
          },
        },
      );
      const body = await response.json();
      return body.notifications?.length > 1 && body;
    });
    const links = notifications.map(({ payload }: any) => payload.link);
    expect(links.sort()).toEqual([...new Set(links)]);
    expect(links).toContain(`/organization-models/${id}`);
  });

  it('refuses agents with field and fix, as whoever asks', async () => {
    const call = callOf(await connect('acme-engineer'));
    const refused = await call('plan-model-change', {
      change: 'create',
      spec: { ...SPEC, deployment_config: { gpu_count: 4000 } },
    });
    expect(refused.error).toMatch(
      /InputError: InvalidRequest.*\n- deployment_config.gpu_count: /,
    );
    const id = await models.create('hidden');
    const stranger = callOf(await connect('globex-engineer'));
    expect((await stranger('get-model', { id })).error).toMatch(
      /NotFoundError: ModelNotFound/,
    );
    const denied = callOf(await connect('no-org'));
    expect((await denied('list-models', {})).error).toMatch(/NotAllowedError/);
  });
});

import { ResponseError } from '@backstage/errors';
import { OrganizationModelsClient } from './OrganizationModelsClient';

const BASE = 'http://portal.test/api/organization-models';
const ROOT = `${BASE}/v1/organization/models`;
const BODY = { name: 'm', model_type: 'chat', huggingface_id: 'a/b' } as const;

/** A client whose requests are kept, and answered by what is given. */
function setup(answer: { status?: number; body?: unknown } = {}) {
  const { status = 200, body = { model: { id: 'mdl_1' } } } = answer;
  const fetch = jest.fn(
    async (_url: string | URL | Request, _init?: RequestInit) =>
      new Response(status === 204 ? null : JSON.stringify(body), {
        status,
        headers: { 'Content-Type': 'application/json' },
      }),
  );
  const client = new OrganizationModelsClient({
    discoveryApi: { getBaseUrl: async () => BASE },
    fetchApi: { fetch },
  });
  return {
    client,
    sent: () => {
      const [url, { method, headers, body: text } = {}] = fetch.mock.calls[0];
      return { url, method, headers, body: text && JSON.parse(String(text)) };
    },
    fetch,
  };
}

type Client = OrganizationModelsClient;

describe('OrganizationModelsClient', () => {
  it.each<[string, (client: Client) => Promise<unknown>, string]>([
    ['getStatus', c => c.getStatus(), 'GET /status'],
    ['getOrganizations', c => c.getOrganizations(), 'GET /organizations'],
    ['getQuota', c => c.getQuota(), 'GET /quota'],
    ['updateQuota', c => c.updateQuota({ gpus: 8 }), 'PUT /quota'],
    ['listModels', c => c.listModels(), 'GET '],
    ['listWorkloads', c => c.listWorkloads(), 'GET /all'],
    ['createModel', c => c.createModel(BODY), 'POST '],
    ['planModel', c => c.planModel(BODY), 'POST ?dry_run=true'],
    ['getModel', c => c.getModel('mdl_1'), 'GET /mdl_1'],
    ['updateModel', c => c.updateModel('mdl_1', {}), 'PUT /mdl_1'],
    ['planUpdate', c => c.planUpdate('mdl_1', {}), 'PUT /mdl_1?dry_run=true'],
    ['refreshModel', c => c.refreshModel('mdl_1'), 'POST /mdl_1/refresh'],
    [
      'planRefresh',
      c => c.planRefresh('mdl_1'),
      'POST /mdl_1/refresh?dry_run=true',
    ],
    ['forgetModel', c => c.forgetModel('mdl_1'), 'DELETE /mdl_1?force=true'],
    [
      'planDeletion',
      c => c.planDeletion('mdl_1'),
      'DELETE /mdl_1?dry_run=true',
    ],
    [
      'rollbackModel',
      c => c.rollbackModel('mdl_1', { generation: 1 }),
      'POST /mdl_1/rollback',
    ],
    [
      'planRollback',
      c => c.planRollback('mdl_1', 1),
      'POST /mdl_1/rollback?dry_run=true',
    ],
    ['releaseModel', c => c.releaseModel('mdl_1'), 'POST /mdl_1/release'],
    [
      'planRelease',
      c => c.planRelease('mdl_1'),
      'POST /mdl_1/release?dry_run=true',
    ],
    [
      'transferModel',
      c => c.transferModel('mdl_1', { organization_id: 'group:a/b' }),
      'POST /mdl_1/transfer',
    ],
    [
      'planTransfer',
      c => c.planTransfer('mdl_1', 'group:a/b'),
      'POST /mdl_1/transfer?dry_run=true',
    ],
    [
      'resumeHealing',
      c => c.resumeHealing('mdl_1'),
      'DELETE /mdl_1/pause-healing',
    ],
    [
      'getGeneration',
      c => c.getGeneration('mdl_1', 3, { against: 1 }),
      'GET /mdl_1/history/3?against=1',
    ],
    ['getLoads', c => c.getLoads(), 'GET /metrics'],
    ['listTokens', c => c.listTokens(), 'GET /tokens'],
    ['putToken', c => c.putToken('hf', 'x'), 'PUT /tokens/hf'],
    ['listKeys', c => c.listKeys(), 'GET /keys'],
    [
      'getUsage',
      c => c.getUsage({ group_by: 'day' }),
      'GET /usage?group_by=day',
    ],
    ['deleteModel', c => c.deleteModel('mdl_1'), 'DELETE /mdl_1'],
    ['getHistory', c => c.getHistory('mdl_1'), 'GET /mdl_1/history'],
    ['getManifests', c => c.getManifests('mdl_1'), 'GET /mdl_1/manifests'],
    ['getPods', c => c.getPods('mdl_1'), 'GET /mdl_1/pods'],
    ['getDiagnosis', c => c.getDiagnosis('mdl_1'), 'GET /mdl_1/diagnosis'],
    ['getEvents', c => c.getEvents('mdl_1'), 'GET /mdl_1/events'],
    [
      'getLogs',
      c => c.getLogs('mdl_1', { follow: true, tail_lines: 9 }),
      'GET /mdl_1/logs?follow=true&tail_lines=9',
    ],
    [
      'callModel',
      c => c.callModel('mdl_1', 'chat/completions', { messages: [] }),
      'POST /mdl_1/v1/chat/completions',
    ],
  ])('%s', async (_, call, request) => {
    const { client, sent } = setup();
    await call(client);
    const { method, url } = sent();
    expect(`${method} ${String(url).replace(ROOT, '')}`).toBe(request);
  });

  it('repeats a parameter with several values and leaves out those without', async () => {
    const { client, sent } = setup();
    await client.listModels({
      status: ['running', 'failed'],
      tag: 'a&b=c',
      is_public: false,
      limit: 10,
      cursor: undefined,
    });
    expect(sent().url).toBe(
      `${ROOT}?status=running&status=failed&tag=a%26b%3Dc&is_public=false&limit=10`,
    );
  });

  it('pages through the history', async () => {
    const { client, sent } = setup();
    await client.getHistory('mdl_1', { limit: 5, cursor: '17' });
    expect(sent().url).toBe(`${ROOT}/mdl_1/history?limit=5&cursor=17`);
  });

  it('writes ids so that they stay one part of the path', async () => {
    const { client, sent } = setup();
    await client.getModel('../status?x#y');
    expect(sent().url).toBe(`${ROOT}/..%2Fstatus%3Fx%23y`);
  });

  it('sends the body as JSON', async () => {
    const { client, sent } = setup();
    await client.createModel(BODY);
    expect(sent()).toMatchObject({
      body: BODY,
      headers: { 'Content-Type': 'application/json' },
    });
  });

  it('sends no header that nobody asked for', async () => {
    const { client, sent } = setup();
    await client.getModel('mdl_1');
    expect(sent().headers).toEqual({});
  });

  it('sends who asks, for which organization, and what makes a write safe', async () => {
    const created = setup();
    await created.client.createModel(BODY, {
      token: 'secret',
      organization: 'acme',
      idempotencyKey: 'key-1',
    });
    expect(created.sent().headers).toMatchObject({
      Authorization: 'Bearer secret',
      'X-Organization': 'acme',
      'Idempotency-Key': 'key-1',
    });
    const updated = setup();
    await updated.client.updateModel('mdl_1', {}, { generation: 3 });
    expect(updated.sent().headers).toMatchObject({ 'If-Match': '"3"' });
  });

  it('hands the signal on', async () => {
    const { client, fetch } = setup();
    const { signal } = new AbortController();
    await client.getStatus({ signal });
    expect(fetch.mock.calls[0][1]).toMatchObject({ signal });
  });

  it('takes the model out of its answer', async () => {
    const { client } = setup();
    expect(await client.getModel('mdl_1')).toEqual({ id: 'mdl_1' });
    expect(await client.createModel(BODY)).toEqual({ id: 'mdl_1' });
    expect(await client.updateModel('mdl_1', {})).toEqual({ id: 'mdl_1' });
  });

  it('answers nothing for 204', async () => {
    const { client } = setup({ status: 204 });
    expect(await client.deleteModel('mdl_1')).toBeUndefined();
  });

  it('throws a refusal with its code and details', async () => {
    const error = {
      name: 'InputError',
      message: 'name is needed',
      code: 'InvalidRequest',
      details: [{ field: 'name', message: 'is needed' }],
    };
    const { client } = setup({
      status: 400,
      body: {
        error,
        request: { method: 'POST', url: '/' },
        response: { statusCode: 400 },
      },
    });
    const thrown = await client.createModel(BODY).catch(reason => reason);
    expect(thrown).toBeInstanceOf(ResponseError);
    expect(thrown).toMatchObject({ statusCode: 400, body: { error } });
  });

  it('throws an error in the shape of OpenAI with its message and code', async () => {
    const { client } = setup({
      status: 503,
      body: { error: { message: 'It starts', code: 'creating', type: 't' } },
    });
    await expect(
      client.callModel('mdl_1', 'chat/completions', {}),
    ).rejects.toMatchObject({
      statusCode: 503,
      body: { error: { message: 'It starts', code: 'creating' } },
    });
  });

  it('throws what the network says', async () => {
    const { client, fetch } = setup();
    fetch.mockRejectedValue(new TypeError('fetch failed'));
    await expect(client.getStatus()).rejects.toThrow('fetch failed');
  });
});

import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  type LogLine,
  type LogQuery,
  OrganizationModelsClient,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { type DevCluster, startCluster, waitFor } from '@orgmodels/dev-cluster';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';

jest.setTimeout(120_000);

const TOKEN = 'hf_canaryCanaryCanaryCanary';

describe('the logs of a model', () => {
  let cluster: DevCluster;
  let portal: TestPortal;
  let models: ModelsDriver;
  let directory: string;
  let written = 0;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'logs-'));
    cluster = await startCluster();
    portal = await startPortal({
      kubeconfig: cluster.kubeconfig,
      config: { logs: { streams: 2 } },
    });
    models = new ModelsDriver(() => portal.as('acme-engineer'));
    await models.waitUntilReady();
  });

  afterAll(async () => {
    await portal?.stop();
    await cluster?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const get = (id: string, query = '') =>
    portal.as('acme-engineer').get(`/${id}/logs${query}`);

  const client = () =>
    new OrganizationModelsClient({
      discoveryApi: {
        getBaseUrl: async () => `${portal.url}/api/organization-models`,
      },
    });

  /** As the typed client has them, each as it comes. */
  const readLines = async (
    id: string,
    query: LogQuery,
    { signal, seen = [] }: { signal?: AbortSignal; seen?: LogLine[] } = {},
  ): Promise<LogLine[]> => {
    const token = mockCredentials.user.token('user:default/acme-engineer');
    const { body } = await client().getLogs(id, query, { token, signal });
    for await (const line of createInterface(Readable.fromWeb(body as any))) {
      seen.push(JSON.parse(line));
    }
    return seen;
  };

  const podsOf = async (id: string): Promise<string[]> => {
    const { body } = await portal.as('acme-engineer').get(`/${id}/pods`);
    return body.pods.map(({ name }: { name: string }) => name);
  };

  const fileOf = (pod: string) => path.join(directory, `${pod}.log`);

  /** As a container runtime writes them, each a second after the one before. */
  const toFile = (lines: (string | Buffer)[]) =>
    Buffer.concat(
      lines.flatMap(line => {
        const time = new Date(Date.UTC(2026, 0, 1) + 1000 * written++);
        const stamp = time.toISOString().replace('Z', '000000Z');
        return [
          Buffer.from(`${stamp} stdout F `),
          Buffer.from(line),
          Buffer.from('\n'),
        ];
      }),
    );

  /** From now on the pod's log is what the test writes. */
  const takeOver = async (pod: string, lines: (string | Buffer)[]) => {
    await writeFile(fileOf(pod), toFile(lines));
    await cluster.kubectl([
      'patch',
      'logs.kwok.x-k8s.io',
      pod,
      '-n',
      'models',
      '--type=merge',
      '-p',
      JSON.stringify({
        spec: {
          logs: [
            { containers: ['vllm'], logsFile: fileOf(pod) },
            { containers: ['weights'], logsFile: '/dev/null' },
          ],
        },
      }),
    ]);
    await waitFor('the log to be taken over', async () => {
      const text = await cluster.kubectl(['logs', '-n', 'models', pod]);
      return lines.length === 0 || text.includes(String(lines.at(-1)));
    });
  };

  it('are shown merged, clean and without secrets, as no browser reads a page', async () => {
    const id = await models.create('two', {
      deployment_config: { gpu_count: 0, replicas: 2 },
    });
    const early = await get(id);
    expect([200, 409]).toContain(early.status);
    await models.waitForStatus(id, 'running');
    const [a, b] = await podsOf(id);
    await takeOver(a, ['a1', `\u001b[31mtoken ${TOKEN}\u001b[0m`, 'a3']);
    await takeOver(b, ['<script>alert(1)</script>', Buffer.from([0xff])]);
    await appendFile(fileOf(a), toFile(['a last']));

    const merged = await get(id).expect(200);
    expect(merged.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(merged.text.split('\n')).toEqual([
      `[${a}/vllm] a1`,
      `[${a}/vllm] token ********`,
      `[${a}/vllm] a3`,
      `[${b}/vllm] <script>alert(1)</script>`,
      `[${b}/vllm] \ufffd`,
      `[${a}/vllm] a last`,
      '',
    ]);
    const one = await get(id, `?pod=${a}&tail_lines=1&timestamps=true`);
    expect(one.text).toMatch(/^2026-01-01T00:00:05.0+Z a last\n$/);
    const since = await get(id, '?since=2026-01-01T00:00:04Z');
    expect(since.text.match(/\n/g)).toHaveLength(2);
    const [line] = await readLines(id, { pod: b });
    expect(line).toEqual({
      time: '2026-01-01T00:00:03.000000000Z',
      pod: b,
      container: 'vllm',
      line: '<script>alert(1)</script>',
    });
  });

  it('say of a pod that waits why it has none', async () => {
    const id = await models.create('waits', {
      deployment_config: {
        gpu_count: 0,
        image: 'example.com/scenario-image-pull-not-found:v0.32.0',
      },
    });
    const { body } = await waitFor('its pod to wait', async () => {
      const answer = await get(id);
      return answer.status === 409 && /image/.test(answer.text) && answer;
    });
    expect(body.error).toMatchObject({ code: 'ContainerNotStarted' });
    await portal.as('acme-engineer').delete(`/${id}`).expect(204);
  });

  it('are followed over a restart of the pod, and end with who follows', async () => {
    const id = await models.createRunning('followed');
    const [first] = await podsOf(id);
    await takeOver(first, ['one']);
    const leaving = new AbortController();
    const seen: LogLine[] = [];
    const following = readLines(
      id,
      { follow: true },
      { signal: leaving.signal, seen },
    ).catch(error => error);
    const see = (line: string) =>
      waitFor(`the line ${line}`, async () => {
        expect(seen.map(each => each.marker ?? each.line)).toContain(line);
        return true;
      });
    await see('one');
    await appendFile(fileOf(first), toFile(['two']));
    await see('two');

    const busy = get(id, '?follow=true');
    const ended = busy.then(
      () => undefined,
      () => undefined,
    );
    await waitFor('the second stream to be open', async () => {
      const refused = await get(id);
      return refused.status === 429 && refused.headers['retry-after'];
    });
    busy.abort();
    await ended;
    const left = performance.now();
    await waitFor('its place to be free', async () => {
      const { status } = await get(id);
      return status === 200;
    });
    expect(performance.now() - left).toBeLessThan(1_000);

    await cluster.kubectl(['delete', 'pod', '-n', 'models', first]);
    await see('newPod');
    await see('ended');
    const [second] = await waitFor('the new pod', async () => {
      const pods = await podsOf(id);
      return !pods.includes(first) && pods.length === 1 && pods;
    });
    expect(seen.find(({ marker }) => marker === 'newPod')?.pod).toBe(second);
    await models.waitForStatus(id, 'running');
    await waitFor('a line of the new pod', async () =>
      seen.some(({ pod, marker }) => pod === second && !marker),
    );
    const texts = seen.filter(({ pod }) => pod === first);
    expect(
      texts.filter(({ marker }) => !marker).map(({ line }) => line),
    ).toEqual(['one', 'two']);
    leaving.abort();
    expect(await following).toMatchObject({ name: 'AbortError' });
  });
});

import path from 'node:path';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  readReplays,
  type Scenario,
  scenarios,
  useCluster,
} from '@orgmodels/dev-cluster';
import limit from 'p-limit';
import { databases } from '../../__testUtils__/databases';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import { readSentEvents } from '../../__testUtils__/readSentEvents';
import {
  ROOT_MOUNT,
  startPortal,
  type TestPortal,
} from '../../__testUtils__/startPortal';
import {
  FAILURES,
  type Failure,
  LOST_NODE,
  NO_FAILURES,
  REPLAYED,
} from './__testUtils__/playedFailures';

jest.setTimeout(150_000);

const LOGS = path.join(
  __dirname,
  '../../domain/diagnosis/logs/__fixtures__/vllm/failures',
);

const replays: Scenario[] = readReplays(LOGS).map(replay => ({
  ...replay,
  mended: REPLAYED[replay.name]?.mended,
}));

/** In place of a fix. */
const NOTHING = 'nothing is offered';

/** That many are played side by side, and one that takes its time. */
const AT_ONCE = 12;

const PLAYED = { ...FAILURES, ...REPLAYED };

describe('failures that the development cluster plays', () => {
  const cluster = useCluster({
    standIns: { engines: { max: Object.keys(PLAYED).length } },
    scenarios: {
      startSeconds: 1,
      failAfterSeconds: 2,
      backOffSeconds: 1,
      further: replays,
    },
  });
  const engineer = () => portal.as('acme-engineer');
  const models = new ModelsDriver(engineer);
  const played = new Map<string, Promise<Outcome>>();
  const limited = limit(AT_ONCE);
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal({
      kubeconfig: cluster.kubeconfig,
      knex: await databases.init('SQLITE_3'),
    });
    const taint = `${LOST_NODE}=:NoSchedule`;
    await cluster.kubectl(['taint', 'node', LOST_NODE, taint]);
    await models.waitUntilReady();
    for (const [scenario, failure] of Object.entries(PLAYED)) {
      const outcome =
        scenario === 'node-lost'
          ? play(scenario, failure)
          : limited(() => play(scenario, failure));
      outcome.catch(() => undefined);
      played.set(scenario, outcome);
    }
  });

  afterAll(() => portal?.stop());

  type Outcome = { findings: any[]; afterwards: any[] };

  async function play(scenario: string, failure: Failure): Promise<Outcome> {
    const { fields = {}, config = {}, onGpus = false } = failure;
    const sound = onGpus
      ? 'vllm/vllm-openai:v0.32.0'
      : 'vllm/vllm-openai-cpu:v0.32.0';
    const id = await models.create(scenario, {
      requirements: { cpu: '100m', memory: '1Gi' },
      ...fields,
      deployment_config: {
        ...(onGpus ? { gpu_count: 1 } : { gpu_count: 0 }),
        image: `${sound}-scenario-${scenario}`,
        ...config,
      },
    });
    if (failure.passes) {
      await untilRunning(id);
    }
    const findings = await untilDiagnosed(id, failure);
    if (!failure.passes) {
      await mend(id, findings, sound);
    }
    await untilRunning(id);
    const { body: after } = await engineer().get(`/${id}/diagnosis`);
    await engineer().delete(`/${id}`).expect(204);
    return { findings, afterwards: after.findings };
  }

  async function mend(id: string, findings: any[], sound: string) {
    // what nobody can compute, a person does
    const body = findings[0].fix?.body ?? {
      deployment_config: { image: sound },
    };
    await engineer().put(`/${id}?dry_run=true`).send(body).expect(200);
    await engineer().put(`/${id}`).send(body).expect(200);
  }

  async function untilRunning(id: string) {
    const { body: answer } = await engineer().get(
      `/${id}?wait_for=running&timeout=90s`,
    );
    expect(answer).toMatchObject({ model: { status: 'running' } });
  }

  async function untilDiagnosed(id: string, { code, proof }: Failure) {
    const answer = await fetch(`${portal.url}${ROOT_MOUNT}/${id}/watch`, {
      signal: AbortSignal.timeout(100_000),
      headers: {
        Authorization: mockCredentials.user.header(
          'user:default/acme-engineer',
        ),
      },
    });
    const seen: unknown[] = [];
    try {
      for await (const { data } of readSentEvents(answer)) {
        const { body } = await engineer().get(`/${id}/diagnosis`).expect(200);
        const [first] = body.findings;
        seen.push([new Date().toISOString(), data.status, first]);
        const isProven = first?.evidence.some(({ text }: any) =>
          proof.test(text),
        );
        if (first?.code === code && isProven) {
          return body.findings;
        }
      }
    } catch (error) {
      throw new Error(
        `${code} was not found: ${error}, but ${JSON.stringify(
          seen.slice(-3),
        )}`,
      );
    }
    throw new Error('the watch ended');
  }

  it.each(Object.entries(PLAYED))('%s', async (scenario, { code, fix }) => {
    const { findings, afterwards } = await played.get(scenario)!;
    expect(findings[0]).toMatchObject({
      code,
      message: expect.any(String),
      hint: expect.any(String),
    });
    expect(findings[0].fix?.title ?? NOTHING).toMatch(fix ?? NOTHING);
    expect(afterwards).toEqual([]);
  });

  it('are all of them', () => {
    const names = [...scenarios, ...replays].map(({ name }) => name);
    expect(
      [...Object.keys(PLAYED), ...Object.keys(NO_FAILURES)].sort(),
    ).toEqual(names.sort());
  });
});

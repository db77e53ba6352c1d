import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mockCredentials } from '@backstage/backend-test-utils';
import { buildOpenApiDocument } from '@orgmodels/backstage-plugin-organization-models-common';
import { type DevCluster, startCluster, waitFor } from '@orgmodels/dev-cluster';
import { ApiContract } from '../../__testUtils__/ApiContract';
import { parseCurl } from '../../__testUtils__/parseCurl';
import { type Example, readExamples } from '../../__testUtils__/readExamples';
import { readAskingLines, runAsReader } from '../../__testUtils__/runAsReader';
import { StandIns } from '../../__testUtils__/StandIns';
import {
  ROOT_MOUNT,
  startPortal,
  type TestPortal,
  type TestUser,
} from '../../__testUtils__/startPortal';

jest.setTimeout(180_000);

const [markdown, guide, readme] = [
  'docs/api.md',
  'docs/user-guide.md',
  'README.md',
].map(file =>
  readFileSync(path.resolve(__dirname, '../../../../..', file), 'utf8'),
);
const examples = readExamples(markdown);
const guideExamples = readExamples(guide);

describe('docs/api.md', () => {
  const contract = new ApiContract(buildOpenApiDocument());

  it('names every call and no other', () => {
    const rows = [...markdown.matchAll(/^\| `([A-Z]+ \/\S*)` +\|/gm)];
    expect(rows.map(([, call]) => call).sort()).toEqual(
      contract.operations.map(({ name }) => name).sort(),
    );
  });

  it('names every code and no other, with its status', () => {
    const rows = [...markdown.matchAll(/^\| `(\w+)` +\| (\d+) +\|/gm)];
    const outcomes = contract.operations.flatMap(operation =>
      operation.outcomes.map(outcome => outcome.split(' ').slice(2)),
    );
    const codes = outcomes
      .filter(([, code]) => code)
      .map(([status, code]) => `${status} ${code}`);
    expect(rows.map(([, code, status]) => `${status} ${code}`).sort()).toEqual(
      [...new Set(codes)].sort(),
    );
  });

  it('shows an answer to every curl, as the user guide does', () => {
    expect(examples).toHaveLength(markdown.match(/^curl /gm)!.length);
    expect(guideExamples).toHaveLength(guide.match(/^curl /gm)!.length);
  });

  describe('as it runs', () => {
    let standIns = new StandIns();
    let cluster: DevCluster;
    let portal: TestPortal;

    beforeAll(async () => {
      cluster = await startCluster({ standIns: {} });
      portal = await startPortal({
        kubeconfig: cluster.kubeconfig,
        config: { prices: { gpuHour: { L4: 0.8, A100: 2, H100: 4 } } },
      });
      await waitFor(
        'a ready cluster',
        async () => {
          const { body } = await portal.as('acme-engineer').get('/status');
          return body.cluster_status?.ready;
        },
        { timeoutMs: 90_000 },
      );
    });

    afterAll(async () => {
      await portal?.stop();
      await cluster?.stop();
    });

    it.each(examples)('answers as shown in line $line', seeAnswer);

    describe('docs/user-guide.md', () => {
      beforeAll(() => {
        standIns = new StandIns();
      });

      it.each(guideExamples)('answers as shown in line $line', seeAnswer);
    });

    describe('README.md', () => {
      const script = [...readme.matchAll(/^```bash\n([^]*?)^```$/gm)]
        .map(([, block]) => block)
        .filter(block => /\$API\b/.test(block))
        .join('');

      it('can be followed from its first request to its last', async () => {
        const asking = readAskingLines(script);
        expect(asking.length).toBeGreaterThan(15);
        await portal
          .as('acme-admin')
          .put('/quota')
          .send({ hard: { gpus: 16 } })
          .expect(200);
        const { statuses } = await runAsReader(
          script
            .replace(/http:\/\/localhost:7007\S*/, `${portal.url}${ROOT_MOUNT}`)
            .replace('ID=mdl_…', 'ID=$(jq -r .model.id last.json)'),
          {
            tokens: {
              'acme-engineer': tokenOf('acme-engineer'),
              'globex-engineer': tokenOf('globex-engineer'),
            },
            files: {
              'model.json': JSON.stringify({
                name: 'planned',
                model_type: 'chat',
                huggingface_id: 'Qwen/Qwen3-8B',
              }),
            },
          },
        );
        const answered = asking.map(({ line }, index) => ({
          line,
          status: statuses[index],
        }));
        expect(answered).toEqual(asking);
      });
    });

    async function seeAnswer(example: Example) {
      const isRead = !/ (-X|--json) /.test(example.command);
      // What is read may still be on its way to what is shown
      const seen = await waitFor(
        'the answer that is shown',
        () => compare(example),
        {
          timeoutMs: isRead ? 60_000 : 0,
        },
      );
      expect(seen.actual).toMatchObject(seen.shown);
    }

    async function compare({ command, ...shown }: Example) {
      const { status, headers, body } = await send(command);
      const shownHeaders = Object.fromEntries(
        shown.headers.map(([name, value]) => [name.toLowerCase(), value]),
      );
      const answer = { status, headers, body };
      const expected = standIns.fill(
        {
          status: shown.status,
          headers: shownHeaders,
          ...(shown.body ? { body: shown.body } : {}),
        },
        answer,
      ) as object;
      expect(answer).toMatchObject(expected);
      return { actual: answer, shown: expected };
    }

    async function send(command: string) {
      const api = `${portal.url}${ROOT_MOUNT}`;
      const { method, url, headers, body } = parseCurl(
        standIns.resolve(command),
        {
          API: api,
          TOKEN: tokenOf('acme-engineer'),
          ADMIN_TOKEN: tokenOf('acme-admin'),
        },
      );
      const response = await fetch(url, { method, headers, body });
      const text = await response.text();
      const answer = {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: text ? JSON.parse(text) : undefined,
      };
      const rest = url.slice(api.length);
      contract.check({
        method,
        path: rest.startsWith('/') ? rest : `/${rest}`,
        headers,
        body: body && JSON.parse(body),
        answer,
      });
      return answer;
    }
  });
});

function tokenOf(user: TestUser): string {
  return mockCredentials.user.token(`user:default/${user}`);
}

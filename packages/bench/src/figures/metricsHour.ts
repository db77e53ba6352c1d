import { startPrometheus } from '@orgmodels/dev-cluster';
import { Agent, request } from 'undici';
import { compareMedianAndP95 } from '../compareMedianAndP95';
import type { Figure } from '../Figure';
import { type Recorded, RecordingProxy } from '../metrics/RecordingProxy';
import { writePast } from '../metrics/writePast';
import { playRounds } from '../playRounds';
import { API, BenchPortal } from '../portal/BenchPortal';
import { buildBenchModel } from '../seed/buildBenchModel';
import { openBenchDatabase, seedModels } from '../seed/openBenchDatabase';
import { timed } from '../statistics';

const PODS = 4;
const HOURS = 2;

export const metricsHour: Figure = {
  name: 'metrics-hour',
  title: 'The metrics of an hour',
  against: 'the same queries, sent to Prometheus at once',
  target: '≤ 1.5×',
  method:
    'A real Prometheus has two hours of four pods, every 15 s. The portal is asked for an hour by steps of 30 s; then the queries which it has just sent are sent again, all at once, and their answers read. Both go by the same recorder.',
  async run(context) {
    const model = buildBenchModel(0);
    const past = writePast(model, {
      pods: PODS,
      hours: HOURS,
      now: Date.now(),
    });
    const prometheus = await startPrometheus({ past });
    context.closeAfter(() => prometheus.stop());
    const proxy = await RecordingProxy.start(prometheus.url);
    context.closeAfter(() => proxy.stop());
    const database = await openBenchDatabase(context, 'PostgreSQL');
    const portal = await BenchPortal.start(context, {
      database: database.config,
      config: {
        controller: { enabled: false },
        prometheus: { url: proxy.url },
        clusters: [
          {
            name: model.cluster,
            url: 'http://127.0.0.1:9',
            serviceAccountToken: 'none',
          },
        ],
      },
    });
    await seedModels(database, [model]);
    const client = new Agent({ connections: 64 });
    context.closeAfter(() => client.destroy());
    const path = `${API}/${model.id}/metrics?range=1h&step=30s`;
    await requireMetrics(portal, path);
    const rounds = await playRounds(context.choose(20, 4), async () => {
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let index = 0; index < context.choose(10, 5); index++) {
        proxy.recorded.length = 0;
        ours.push(await timed(() => portal.read(path)));
        const queries = [...proxy.recorded];
        theirs.push(await timed(() => sendAll(proxy.url, queries, client)));
      }
      return { ours, theirs };
    });
    return compareMedianAndP95(rounds, {
      variant: 'PostgreSQL',
      targets: { median: 1.5, p95: 1.5 },
      sides: { ours: 'portal, ms', theirs: 'queries alone, ms' },
    });
  },
};

/** @throws unless Prometheus has told of all that engines tell */
async function requireMetrics(portal: BenchPortal, path: string) {
  const { source, series } = await portal.call(path);
  const known = series.filter(({ points }: any) =>
    points?.some(({ value }: any) => value !== null),
  );
  if (source !== 'prometheus' || known.length < 10) {
    throw new Error(
      `${source} told ${known.length} series: ${JSON.stringify(series).slice(
        0,
        500,
      )}`,
    );
  }
}

async function sendAll(
  url: string,
  queries: Recorded[],
  dispatcher: Agent,
): Promise<void> {
  await Promise.all(
    queries.map(async ({ method, path, body }) => {
      const answer = await request(`${url}${path}`, {
        method: method as 'POST',
        dispatcher,
        ...(body && {
          body,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        }),
      });
      const text = await answer.body.text();
      if (answer.statusCode !== 200) {
        throw new Error(`Prometheus answered ${answer.statusCode}: ${text}`);
      }
    }),
  );
}

import { setTimeout as delay } from 'node:timers/promises';
import { type DevCluster, waitFor } from '@orgmodels/dev-cluster';
import { median } from 'simple-statistics';
import type { BenchContext } from '../BenchContext';
import { makePods } from '../cluster/makePods';
import type { Figure, Measurement } from '../Figure';
import { BenchPortal } from '../portal/BenchPortal';
import { InformerProcess } from '../portal/InformerProcess';
import type { Memory } from '../portal/answerMemory';
import { Fleet } from '../seed/Fleet';
import {
  type BenchDatabase,
  openBenchDatabase,
} from '../seed/openBenchDatabase';

const MEGABYTE = 2 ** 20;
const SAMPLES = 5;

type Measured = { idle: Memory; full: Memory };

export const memory: Figure = {
  name: 'memory',
  title: 'Memory for 1,000 models and 10,000 pods, over the idle backend',
  against: 'client-node informers which hold the same pods',
  target: '≤ 0.5×, < 300 MB',
  method:
    'On 500 nodes, with PostgreSQL. The backend watches the empty cluster, then the models and their pods are made, as controllers and kubelets would write them, but without their events. The informers are in a process of their own that holds nothing else. Resident and live memory (heap and buffers after a forced collection) are medians of five samples.',
  async run(context) {
    const cluster = await context.startCluster({
      nodes: context.choose('large', 'small'),
      scenarios: false,
    });
    const database = await openBenchDatabase(context, 'PostgreSQL');
    const portal = await BenchPortal.start(context, {
      database: database.config,
      kubeconfig: cluster.kubeconfig,
    });
    await portal.untilReady();
    await delay(context.choose(10_000, 1_000));
    const idle = await sample(() => portal.readMemory());
    await fill(context, cluster, database);
    await delay(context.choose(15_000, 1_000));
    const ours = { idle, full: await sample(() => portal.readMemory()) };
    const theirs = await measureInformers(context, cluster);
    return [
      compare('live', ours, theirs, ({ heap, external }) => heap + external),
      compare('resident', ours, theirs, ({ rss }) => rss),
    ];
  },
};

async function fill(
  context: BenchContext,
  cluster: DevCluster,
  database: BenchDatabase,
) {
  const [models, pods] = context.choose([1_000, 10_000], [20, 200]);
  const clients = cluster.clients();
  await new Fleet(clients, database).growTo(models);
  context.log(`${models} models are there; ${pods} pods follow`);
  await makePods(clients, { models, pods });
  await waitFor(
    'all pods to be in the database',
    async () => {
      const rows = await database.knex('observations').select('observed');
      const seen = rows.map(row => JSON.parse(row.observed).model.pods.length);
      return seen.reduce((sum, count) => sum + count, 0) === pods;
    },
    { timeoutMs: 60_000, intervalMs: 2_000 },
  );
}

async function measureInformers(
  context: BenchContext,
  { kubeconfig }: DevCluster,
): Promise<Measured> {
  const informers = await InformerProcess.start(context, kubeconfig);
  const idle = await sample(() => informers.readMemory());
  await informers.fill();
  await delay(context.choose(10_000, 1_000));
  return { idle, full: await sample(() => informers.readMemory()) };
}

async function sample(read: () => Promise<Memory>): Promise<Memory> {
  const samples: Memory[] = [];
  for (let index = 0; index < SAMPLES; index++) {
    samples.push(await read());
    await delay(500);
  }
  const of = (kind: keyof Memory) => median(samples.map(one => one[kind]));
  return { rss: of('rss'), heap: of('heap'), external: of('external') };
}

function compare(
  variant: string,
  ours: Measured,
  theirs: Measured,
  bytesOf: (memory: Memory) => number,
): Measurement {
  const growth = ({ idle, full }: Measured) =>
    (bytesOf(full) - bytesOf(idle)) / MEGABYTE;
  const value = growth(ours) / growth(theirs);
  return {
    variant,
    value,
    unit: '×',
    reached: value <= 0.5 && growth(ours) < 300,
    details: {
      'idle backend, MB': bytesOf(ours.idle) / MEGABYTE,
      'models and pods over it, MB': growth(ours),
      'informers over an idle process, MB': growth(theirs),
    },
  };
}

import { setTimeout as delay } from 'node:timers/promises';
import { type DevCluster, waitFor } from '@orgmodels/dev-cluster';
import { median } from 'simple-statistics';
import type { BenchContext } from '../BenchContext';
import { makePods } from '../cluster/makePods';
import type { Figure, Measurement } from '../Figure';
import { BenchPortal } from '../portal/BenchPortal';
import { InformerProcess } from '../portal/InformerProcess';
import { liveBytes, MEGABYTE, type Memory } from '../portal/answerMemory';
import { Fleet } from '../seed/Fleet';
import {
  type BenchDatabase,
  openBenchDatabase,
  putOff,
} from '../seed/openBenchDatabase';

/** Falls by less than this count as none. */
const NOISE = MEGABYTE / 2;
/** As many samples in a row that fell no more are a settled process. */
const SETTLED = 8;
const INTERVAL_MS = 1_500;
const LONGEST_MS = 120_000;

type Measured = { idle: Memory; full: Memory };

export const memory: Figure = {
  name: 'memory',
  title: 'Memory for 1,000 models and 10,000 pods, over the idle backend',
  against: 'client-node informers which hold the same pods',
  target: '≤ 0.5×, < 300 MB',
  method:
    'On 500 nodes, with PostgreSQL. The models and their pods are made as controllers and kubelets would write them, but without their events. Each side is started twice, on the cluster without them and on the one with them, so that both of its samples hold the garbage of one start; the informers are in a process that holds nothing else. Garbage is collected every 1.5 s until live memory (heap and buffers) has not fallen eight times in a row; the medians of these eight count.',
  async run(context) {
    const cluster = await context.startCluster({
      nodes: context.choose('large', 'small'),
      scenarios: false,
    });
    const database = await openBenchDatabase(context, 'PostgreSQL');
    const side = { context, cluster, database };
    const idle = {
      ours: await measureBackend({ ...side, pods: 0 }),
      theirs: await measureInformers({ ...side, pods: 0 }),
    };
    const pods = await fill(context, cluster, database);
    const ours = {
      idle: idle.ours,
      full: await measureBackend({ ...side, pods }),
    };
    const theirs = {
      idle: idle.theirs,
      full: await measureInformers({ ...side, pods }),
    };
    return [
      compare('live', ours, theirs, liveBytes),
      compare('resident', ours, theirs, ({ rss }) => rss),
    ];
  },
};

type Side = {
  context: BenchContext;
  cluster: DevCluster;
  database: BenchDatabase;
  /** As many there are. */
  pods: number;
};

/** Of a backend that has just been started and has seen everything. */
async function measureBackend(side: Side): Promise<Memory> {
  const { context, cluster, database, pods } = side;
  const portal = await BenchPortal.start(context, {
    database: database.config,
    kubeconfig: cluster.kubeconfig,
  });
  await untilSeen(database, pods);
  const settled = await settle(() => portal.readMemory());
  await portal.stop();
  return settled;
}

/** Of informers that have just been started and have listed everything. */
async function measureInformers(side: Side): Promise<Memory> {
  const { context, cluster, pods } = side;
  const informers = await InformerProcess.start(context, cluster.kubeconfig);
  const held = await informers.fill();
  if (held !== pods) {
    throw new Error(`The informers hold ${held} pods instead of ${pods}`);
  }
  const settled = await settle(() => informers.readMemory());
  await informers.stop();
  return settled;
}

/** @returns how many pods there are now */
async function fill(
  context: BenchContext,
  cluster: DevCluster,
  database: BenchDatabase,
): Promise<number> {
  const [models, pods] = context.choose([1_000, 10_000], [20, 200]);
  const clients = cluster.clients();
  await new Fleet(clients, database).growTo(models);
  context.log(`${models} models are there; ${pods} pods follow`);
  await makePods(clients, { models, pods });
  await putOff(database);
  return pods;
}

async function untilSeen({ knex }: BenchDatabase, pods: number) {
  await waitFor(
    'all pods to be in the database',
    async () => {
      const rows = await knex('observations').select('observed');
      const seen = rows.map(row => JSON.parse(row.observed).model.pods.length);
      return seen.reduce((sum, count) => sum + count, 0) === pods;
    },
    { timeoutMs: 120_000, intervalMs: 2_000 },
  );
}

/** Collects garbage until what is live falls no more. */
async function settle(read: () => Promise<Memory>): Promise<Memory> {
  const begun = performance.now();
  let least = Infinity;
  let steady: Memory[] = [];
  while (steady.length < SETTLED) {
    if (performance.now() - begun > LONGEST_MS) {
      throw new Error('The memory of a process does not settle');
    }
    const sample = await read();
    const live = liveBytes(sample);
    steady = live < least - NOISE ? [sample] : [...steady, sample];
    least = Math.min(least, live);
    await delay(INTERVAL_MS);
  }
  const of = (kind: keyof Memory) => median(steady.map(one => one[kind]));
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
      'backend without them, MB': bytesOf(ours.idle) / MEGABYTE,
      'backend with them, MB': bytesOf(ours.full) / MEGABYTE,
      'informers without them, MB': bytesOf(theirs.idle) / MEGABYTE,
      'informers with them, MB': bytesOf(theirs.full) / MEGABYTE,
      'growth of the backend, MB': growth(ours),
      'growth of the informers, MB': growth(theirs),
    },
  };
}

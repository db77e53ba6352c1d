import type { BenchContext } from '../BenchContext';
import { PlainProgram } from '../cluster/PlainProgram';
import { compareMedianAndP95 } from '../compareMedianAndP95';
import type { Figure, Measurement } from '../Figure';
import { playRounds } from '../playRounds';
import { BenchPortal } from '../portal/BenchPortal';
import { buildBenchModel } from '../seed/buildBenchModel';
import { type Client, openBenchDatabase } from '../seed/openBenchDatabase';
import { readPattern } from '../seed/readPattern';
import { timed } from '../statistics';

const REASONS: Partial<Record<Client, string>> = {
  SQLite:
    'SQLite works on the thread of the backend: a POST, and the models that are deployed meanwhile, wait for each other there.',
};

export const postLatency: Figure = {
  name: 'post-latency',
  title: 'POST of a model',
  against: 'the dry runs that it makes, alone',
  target: 'median ≤ 1.4×, p95 ≤ 1.3×',
  method:
    'On 500 nodes. One POST, then the same dry runs (Service, Deployment, Pod, side by side) by client-node, in turns and one at a time. Every model is deployed meanwhile.',
  async run(context) {
    const cluster = await context.startCluster({
      nodes: 'large',
      scenarios: false,
    });
    const program = new PlainProgram(cluster.clients());
    const measured: Measurement[] = [];
    for (const client of ['PostgreSQL', 'SQLite'] as const) {
      measured.push(
        ...(await measure(context, { client, program, ...cluster })),
      );
    }
    return measured;
  },
};

async function measure(
  context: BenchContext,
  options: { client: Client; program: PlainProgram; kubeconfig: string },
): Promise<Measurement[]> {
  const { client, program, kubeconfig } = options;
  const database = await openBenchDatabase(context, client);
  const portal = await BenchPortal.start(context, {
    database: database.config,
    kubeconfig,
  });
  const [count, size] = context.choose([20, 10], [4, 8]);
  const prefix = client.toLowerCase();
  const toManifests = await readPattern(portal, `${prefix}-pattern`);
  const rounds = await playRounds(count, async round => {
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let index = 0; index < size; index++) {
      const name = `${prefix}-${round}-${index}`;
      const body = { ...buildBenchModel(0).spec, name };
      const manifests = toManifests(`${name}-alone`);
      ours.push(await timed(() => portal.post(body)));
      theirs.push(await timed(() => program.tryAll(manifests)));
    }
    return { ours, theirs };
  });
  await portal.stop();
  return compareMedianAndP95(rounds, {
    variant: client,
    targets: { median: 1.4, p95: 1.3 },
    reason: REASONS[client],
    sides: { ours: 'POST, ms', theirs: 'dry runs alone, ms' },
  });
}

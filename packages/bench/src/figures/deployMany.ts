import { waitFor } from '@orgmodels/dev-cluster';
import pLimit from 'p-limit';
import { sum } from 'simple-statistics';
import type { Manifest } from '../backend';
import { PlainProgram } from '../cluster/PlainProgram';
import type { Figure } from '../Figure';
import { BenchPortal } from '../portal/BenchPortal';
import { buildBenchModel } from '../seed/buildBenchModel';
import {
  type BenchDatabase,
  openBenchDatabase,
} from '../seed/openBenchDatabase';
import { readPattern } from '../seed/readPattern';
import { compareRounds, summarize, timed } from '../statistics';

/** Requests of the caller at a time, and workers of the controller. */
const PARALLEL = 8;

export const deployMany: Figure = {
  name: 'deploy-many',
  title: '1,000 models from POST to all objects applied',
  against: 'a plain client-node program with the same requests',
  target: '≤ 1.3×',
  method: `On 500 nodes, with PostgreSQL. ${PARALLEL} callers POST while ${PARALLEL} workers apply; the program makes the same dry runs with ${PARALLEL} and the same applies with ${PARALLEL} others at a time. They take turns in rounds; a round ends when the last object is applied.`,
  async run(context) {
    const cluster = await context.startCluster({
      nodes: 'large',
      scenarios: false,
    });
    const database = await openBenchDatabase(context, 'PostgreSQL');
    const portal = await BenchPortal.start(context, {
      database: database.config,
      kubeconfig: cluster.kubeconfig,
    });
    const program = new PlainProgram(cluster.clients());
    const toManifests = await readPattern(portal, 'the-pattern');
    const [count, size] = context.choose([5, 200], [2, 40]);
    const rounds: { ours: number[]; theirs: number[] }[] = [];
    for (let round = 0; round < count; round++) {
      const ours = await timed(() =>
        deploy(portal, database, namesOf(`ours-${round}`, size)),
      );
      const theirs = await timed(() =>
        applyPlainly(
          program,
          namesOf(`theirs-${round}`, size).map(toManifests),
        ),
      );
      context.log(
        `round ${round}: ${toRate(ours, size)} against ${toRate(theirs, size)}`,
      );
      rounds.push({ ours: [ours / 1000], theirs: [theirs / 1000] });
    }
    const { value, interval } = compareRounds(rounds, sum);
    return [
      {
        variant: 'PostgreSQL',
        value,
        unit: '×',
        interval,
        reached: interval.high <= 1.3,
        details: {
          models: count * size,
          'ours, s per round': summarize(rounds.flatMap(({ ours }) => ours)),
          'program, s per round': summarize(
            rounds.flatMap(({ theirs }) => theirs),
          ),
        },
      },
    ];
  },
};

function toRate(milliseconds: number, models: number): string {
  return `${((1000 * models) / milliseconds).toFixed(1)} models/s`;
}

function namesOf(prefix: string, size: number): string[] {
  return Array.from({ length: size }, (_, index) => `${prefix}-${index}`);
}

async function deploy(
  portal: BenchPortal,
  { knex }: BenchDatabase,
  names: string[],
): Promise<void> {
  const limit = pLimit(PARALLEL);
  await Promise.all(names.map(name => limit(() => portal.post(toBody(name)))));
  await waitFor(
    'all objects to be applied',
    async () => {
      const [{ count }] = await knex('models')
        .whereIn('name', names)
        .where('observed_generation', 1)
        .count({ count: '*' });
      return Number(count) === names.length;
    },
    { timeoutMs: 240_000, intervalMs: 50 },
  );
}

function toBody(name: string) {
  return { ...buildBenchModel(0).spec, name };
}

async function applyPlainly(
  program: PlainProgram,
  models: Manifest[][],
): Promise<void> {
  const trying = pLimit(PARALLEL);
  const applying = pLimit(PARALLEL);
  await Promise.all(
    models.map(async manifests => {
      await trying(() => program.tryAll(manifests));
      await applying(() => program.applyAll(manifests, 1));
    }),
  );
}

import { waitFor } from '@orgmodels/dev-cluster';
import type { BenchContext } from '../BenchContext';
import { compareMedianAndP95 } from '../compareMedianAndP95';
import type { Figure, Measurement } from '../Figure';
import { API, BenchPortal } from '../portal/BenchPortal';
import { buildBenchModel } from '../seed/buildBenchModel';
import {
  type Client,
  openBenchDatabase,
  seedModels,
} from '../seed/openBenchDatabase';
import { timed } from '../statistics';

const PAGE = 100;
/** Requests to one side before it is the other's turn. */
const TURN = 10;
const OURS = `${API}?limit=${PAGE}`;
const THEIRS = `/api/catalog/entities/by-query?filter=kind=resource&orderField=metadata.name,asc&limit=${PAGE}`;

export const listPage: Figure = {
  name: 'list-page',
  title: 'A list page of 100 out of 1,000 models',
  against: "the catalog's `entities/by-query`",
  target: 'median ≤ 0.35×, p95 ≤ 0.5×',
  method:
    'One backend process serves both; the catalog holds one entity for each of the 1,000 models. Ten requests to one and ten to the other take turns, so that most of the garbage of either is collected in its own time; one at a time, over connections that are kept, the answer read to its end. PostgreSQL has its statistics.',
  async run(context) {
    return [
      ...(await measure(context, 'SQLite')),
      ...(await measure(context, 'PostgreSQL')),
    ];
  },
};

async function measure(
  context: BenchContext,
  client: Client,
): Promise<Measurement[]> {
  const count = context.choose(1_000, 200);
  const database = await openBenchDatabase(context, client);
  await seedModels(
    database,
    Array.from({ length: count }, (_, index) => buildBenchModel(index)),
  );
  const portal = await BenchPortal.start(context, {
    database: database.config,
    catalog: true,
  });
  context.log(`${client}: the catalog reads ${count} models`);
  await untilCatalogued(portal, count);
  await database.analyze();
  const rounds = await takeTurns(portal, context);
  return compareMedianAndP95(rounds, {
    variant: client,
    targets: { median: 0.35, p95: 0.5 },
    sides: { ours: 'ours, ms', theirs: 'catalog, ms' },
  });
}

// Entities are visible one by one, and relations follow
async function untilCatalogued(portal: BenchPortal, count: number) {
  await waitFor(
    `${count} entities`,
    async () => {
      const { totalItems } = await portal.call(THEIRS);
      return totalItems === count;
    },
    { timeoutMs: 240_000, intervalMs: 1_000 },
  );
  const { total } = await portal.call(OURS);
  if (total !== count) {
    throw new Error(`${total} models are listed, not ${count}`);
  }
}

async function takeTurns(portal: BenchPortal, context: BenchContext) {
  const [rounds, requests] = context.choose([30, 40], [4, 20]);
  await takeRound(portal, requests);
  const taken: { ours: number[]; theirs: number[] }[] = [];
  for (let round = 0; round < rounds; round++) {
    taken.push(await takeRound(portal, requests));
  }
  return taken;
}

async function takeRound(portal: BenchPortal, requests: number) {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let turn = 0; turn < requests / TURN; turn++) {
    for (const [path, times] of [
      [OURS, ours],
      [THEIRS, theirs],
    ] as const) {
      for (let request = 0; request < TURN; request++) {
        times.push(await timed(() => portal.read(path)));
      }
    }
  }
  return { ours, theirs };
}

import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '@orgmodels/dev-cluster';
import type { Figure, Measurement } from '../Figure';
import { HaCallers } from '../ha/HaCallers';
import { LoadBalancer } from '../ha/LoadBalancer';
import { type Doing, seeTrouble, type Trouble } from '../ha/Outcome';
import { API } from '../portal/BenchPortal';
import { buildHouse } from '../soak/buildHouse';
import { restartApiServer, restartPostgres } from '../soak/restarts';
import type { SoakHouse } from '../soak/SoakFaults';
import { toBody } from '../soak/Wanted';

const READERS = 4;
/** After the end of a fault all has to work again within this, in seconds. */
const TARGET_S = 15;
/** Before and after a fault, in milliseconds. */
const CALM_MS = 5_000;

const DOINGS: Record<Doing, string> = {
  read: 'reads',
  label: 'changes of labels',
  change: 'changes of what runs',
  arrival: 'changes that arrive in the cluster',
};

const FAULTS: Record<string, (house: SoakHouse) => Promise<void>> = {
  'nothing (for comparison)': () => delay(CALM_MS),
  // The one that was there first, which holds the watches of the cluster
  'a backend killed': ({ portals: [first] }) => first.restart(),
  'PostgreSQL restarted': restartPostgres,
  'the API server restarted': restartApiServer,
};

export const highAvailability: Figure = {
  name: 'ha',
  title: 'What callers see while something is away',
  against: '–',
  target: `all works again within ${TARGET_S} s of the end of a fault`,
  method: `${READERS} readers and two writers ask two backends on one PostgreSQL server by a round-robin that leaves out who is not ready, ten times a second each, and never send a request twice. The gap is the longest time in which none of a kind worked; the fault's own length is part of it: a backend starts again after a kill, PostgreSQL and the API server are stopped for 3 s. Of several rounds the longest gap counts, and failed answers are added up.`,
  async run(context) {
    const house = await buildHouse(context);
    const balancer = new LoadBalancer(house.portals);
    const callers = new HaCallers(balancer, await createModels(house));
    const over = new AbortController();
    const calling = Promise.all([
      balancer.probe(over.signal),
      callers.call(READERS, over.signal),
    ]);
    await delay(CALM_MS);
    const troubles: (Trouble & { lasted: number })[] = [];
    const rounds = context.choose(5, 1);
    for (let round = 0; round < rounds; round++) {
      for (const [fault, doHarm] of Object.entries(FAULTS)) {
        const from = performance.now();
        await doHarm(house);
        const lasted = performance.now() - from;
        await untilAllWorks(callers);
        await delay(CALM_MS);
        troubles.push({ fault, from, to: performance.now(), lasted });
        context.log(`${fault}: ${Math.round(lasted)} ms`);
      }
    }
    over.abort();
    await calling;
    return Object.keys(FAULTS).flatMap(fault =>
      (Object.keys(DOINGS) as Doing[]).map(doing =>
        judge(
          callers,
          troubles.filter(trouble => trouble.fault === fault),
          doing,
        ),
      ),
    );
  },
};

async function createModels({ portals: [portal, other] }: SoakHouse) {
  const create = async (name: string) => {
    const wanted = { version: 0, replicas: 1, stopped: false, broken: false };
    const { model } = await portal.post(toBody(name, wanted));
    return model.id;
  };
  const ids = { read: await create('read'), changed: await create('changed') };
  await waitFor(
    'both models to run',
    async () => {
      const models = await Promise.all(
        Object.values(ids).map(id => other.call(`${API}/${id}`)),
      );
      return models.every(({ model }) => model.status === 'running');
    },
    { timeoutMs: 60_000 },
  );
  return ids;
}

/** Waits until each kind worked once more, whatever comes of it: at most two minutes. */
async function untilAllWorks({ outcomes }: HaCallers): Promise<void> {
  const begun = outcomes.length;
  const worked = () =>
    new Set(
      outcomes
        .slice(begun)
        .filter(({ failure }) => !failure)
        .map(({ doing }) => doing),
    ).size;
  const end = performance.now() + 120_000;
  while (worked() < Object.keys(DOINGS).length && performance.now() < end) {
    await delay(100);
  }
}

function judge(
  { outcomes }: HaCallers,
  troubles: (Trouble & { lasted: number })[],
  doing: Doing,
): Measurement {
  const seen = troubles.map(trouble => seeTrouble(outcomes, trouble, doing));
  const gaps = seen.map(({ gapMs }) => gapMs / 1000);
  const longest = Math.max(...gaps);
  const lasted = troubles.map(trouble => trouble.lasted / 1000);
  const failures: Record<string, number> = {};
  for (const [why, count] of seen.flatMap(each =>
    Object.entries(each.failures),
  )) {
    failures[`failed: ${why}`] = (failures[`failed: ${why}`] ?? 0) + count;
  }
  return {
    variant: `${troubles[0].fault}: longest gap of ${DOINGS[doing]}`,
    value: longest,
    unit: 's',
    reached: gaps.every((gap, index) => gap <= lasted[index] + TARGET_S),
    details: {
      'the fault itself lasted at most, s': Math.max(...lasted),
      worked: seen.reduce((sum, { worked }) => sum + worked, 0),
      ...failures,
    },
  };
}

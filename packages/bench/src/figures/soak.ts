import { setTimeout as delay } from 'node:timers/promises';
import { chunk, countBy } from 'lodash';
import type { BenchContext } from '../BenchContext';
import type { Figure, Measurement } from '../Figure';
import { liveBytes, MEGABYTE } from '../portal/answerMemory';
import type { BenchPortal } from '../portal/BenchPortal';
import { buildHouse } from '../soak/buildHouse';
import { findWrongs, type Wrong } from '../soak/findWrongs';
import { seeded } from '../soak/random';
import { keepEvidence, keepLogs } from '../soak/keepEvidence';
import { judgeWaits, LONGEST_WAIT_S } from '../soak/judgeWaits';
import { SoakCaller } from '../soak/SoakCaller';
import { SoakClient } from '../soak/SoakClient';
import { SoakFaults, type SoakHouse } from '../soak/SoakFaults';

const CLIENTS = 6;
/** After the last fault all has to be as it was asked for within this. */
const SETTLED_MS = 180_000;

export const soak: Figure = {
  name: 'soak',
  title: 'An hour of life in minutes, and faults all along',
  against: '–',
  target: `nothing lost, doubled or left behind; live memory ≤ 1.2×; answers within ${LONGEST_WAIT_S} s`,
  method: `${CLIENTS} clients create, change, scale, stop, start, break, mend and delete models of 300 names by two backends on one PostgreSQL server, while connections to the API server are cut, objects deleted by hand, one backend killed, the API server and PostgreSQL restarted in turns. When they have ended, every model has to become what was last asked for. Who gets no answer, or one that says to try again, asks the other backend half a second later; how long that took is the wait. Live memory (heap and buffers) is that of the backend which is never killed: at the end against when every name had been created once.`,
  async run(context) {
    const house = await buildHouse(context);
    const caller = new SoakCaller(house.portals);
    const size = context.choose(300, 48);
    const names = Array.from({ length: size }, (_, index) => `soak-${index}`);
    const clients = chunk(names, size / CLIENTS).map(
      (own, index) =>
        new SoakClient(caller, { names: own, random: seeded(index + 1) }),
    );
    const faults = new SoakFaults(house, { names, random: seeded(0) });

    const memory = await live(context, { house, clients, faults }).catch(
      async error => {
        await keepLogs(context, house);
        throw error;
      },
    );
    const wanted = new Map(clients.flatMap(client => [...client.wanted]));
    const settled = await settle(context, () =>
      findWrongs(wanted, { caller, cluster: house.cluster }),
    );
    if (settled.wrongs.length > 0) {
      await keepEvidence(settled.wrongs, { context, house, caller, wanted });
    }
    const after = await readLive(house.portals[0]);
    const details = {
      'names in use at the end': wanted.size,
      ...countBy(clients.flatMap(({ done }) => done)),
      ...countBy(faults.troubles, ({ fault }) => fault),
      'requests that had to be sent again': caller.retries,
      'seconds until all was as asked for': settled.seconds,
    };
    return [
      {
        variant: 'models that are not as asked for',
        value: settled.wrongs.length,
        unit: 'models',
        reached: settled.wrongs.length === 0,
        reason: settled.wrongs.slice(0, 5).map(toSentence).join('; '),
        details,
      },
      compareMemory(memory, after),
      ...judgeWaits(caller.waits, faults.troubles),
    ];
  },
};

type Life = { house: SoakHouse; clients: SoakClient[]; faults: SoakFaults };

/** @returns the live memory when every name had been created once */
async function live(context: BenchContext, life: Life): Promise<number> {
  const { house, clients, faults } = life;
  await Promise.all(clients.map(client => client.createAll()));
  const memory = await readLive(house.portals[0]);
  const begun = performance.now();
  const end = AbortSignal.timeout(context.choose(300_000, 60_000));
  const isOver = () => end.aborted;
  await Promise.all([
    ...clients.map(client => client.live(isOver)),
    faults.happen(isOver),
  ]);
  context.log(`lived for ${toSeconds(performance.now() - begun)} s`);
  return memory;
}

/** Waits until nothing is wrong any more. */
async function settle(
  context: BenchContext,
  find: () => Promise<Wrong[]>,
): Promise<{ wrongs: Wrong[]; seconds: number }> {
  const begun = performance.now();
  let wrongs = await find();
  while (wrongs.length > 0 && performance.now() - begun < SETTLED_MS) {
    await delay(1_000);
    wrongs = await find();
  }
  wrongs.forEach(wrong => context.log(toSentence(wrong)));
  return { wrongs, seconds: toSeconds(performance.now() - begun) };
}

function toSentence({ name, sentence }: Wrong): string {
  return `${name} ${sentence}`;
}

function compareMemory(before: number, after: number): Measurement {
  return {
    variant: 'live memory at the end',
    value: after / before,
    unit: '×',
    reached: after <= 1.2 * before,
    details: {
      'when all were created, MB': before / MEGABYTE,
      'at the end, MB': after / MEGABYTE,
    },
  };
}

async function readLive(portal: BenchPortal): Promise<number> {
  return liveBytes(await portal.readMemory());
}

function toSeconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000);
}

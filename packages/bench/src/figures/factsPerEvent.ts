import { mean } from 'simple-statistics';
import type { BenchContext } from '../BenchContext';
import type { Figure, Measurement } from '../Figure';
import { countWritten, type Written } from '../seed/countWritten';
import { fillMemory } from '../seed/fillMemory';
import { type Client, openBenchDatabase } from '../seed/openBenchDatabase';
import { WholeFacts } from '../seed/WholeFacts';
import { compareRounds, summarize } from '../statistics';

const TARGETS = { sent: 0.01, logged: 0.1 };
const CLUSTER = 'bench';

export const factsPerEvent: Figure = {
  name: 'facts-per-event',
  title: 'Bytes written per pod event, 500 nodes and 10,000 pods',
  against: 'the same facts of the cluster as one value, as they once were',
  target: `≤ ${TARGETS.sent}× sent, ≤ ${TARGETS.logged}× in the log`,
  method:
    'Without a cluster: a memory is told of nodes and pods as watches tell of them. Then pods come, are bound to a node and end, in turns; after each event what a process saves of the cluster is saved, and beside it all of it as one JSON value. Counted is what is sent to the database for either, and what that writes into its log (WAL): PostgreSQL compresses a long value, SQLite writes whole pages.',
  async run(context) {
    return [
      ...(await measure(context, 'PostgreSQL')),
      ...(await measure(context, 'SQLite')),
    ];
  },
};

async function measure(
  context: BenchContext,
  client: Client,
): Promise<Measurement[]> {
  const database = await openBenchDatabase(context, client);
  const written = await countWritten(database.knex, client);
  const [nodes, pods] = context.choose([500, 10_000], [50, 1_000]);
  const { memory, newPod } = fillMemory({ nodes, pods });
  const pieces = database.stores.clusterFacts.openWriter(CLUSTER);
  const whole = await WholeFacts.open(database.knex, CLUSTER);
  const at = new Date().toISOString();
  await pieces.save(memory.facts(), at);
  await whole.save(memory.facts(), at);
  const rounds: { ours: Written[]; theirs: Written[] }[] = [];
  for (let index = 0; index < context.choose(40, 10); index++) {
    const pod = newPod(pods + index);
    const ours: Written[] = [];
    const theirs: Written[] = [];
    for (const event of [pod.wait, pod.bind, pod.end]) {
      event();
      const facts = memory.facts();
      ours.push(await written(() => pieces.save(facts, at)));
      theirs.push(await written(() => whole.save(facts, at)));
    }
    rounds.push({ ours, theirs });
  }
  const size = JSON.stringify(memory.facts()).length;
  return [
    compare(rounds, { variant: `${client}, sent`, count: 'sent', size }),
    compare(rounds, { variant: `${client}, log`, count: 'logged', size }),
  ];
}

function compare(
  rounds: { ours: Written[]; theirs: Written[] }[],
  options: { variant: string; count: keyof Written; size: number },
): Measurement {
  const { variant, count, size } = options;
  const counts = rounds.map(({ ours, theirs }) => ({
    ours: ours.map(written => written[count]),
    theirs: theirs.map(written => written[count]),
  }));
  const { value, interval } = compareRounds(counts, mean);
  return {
    variant,
    value,
    unit: '×',
    interval,
    reached: interval.high <= TARGETS[count],
    details: {
      'in pieces, bytes': summarize(counts.flatMap(({ ours }) => ours)),
      'as one value, bytes': summarize(counts.flatMap(({ theirs }) => theirs)),
      'the value as JSON, bytes': size,
    },
  };
}

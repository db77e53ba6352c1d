import { BenchContext } from './BenchContext';
import type { Figure } from './Figure';
import { changeLatency } from './figures/changeLatency';
import { deployMany } from './figures/deployMany';
import { factsPerEvent } from './figures/factsPerEvent';
import { firstByte } from './figures/firstByte';
import { followLogs } from './figures/followLogs';
import { highAvailability } from './figures/highAvailability';
import { listPage } from './figures/listPage';
import { memory } from './figures/memory';
import { metricsHour } from './figures/metricsHour';
import { openStreams } from './figures/openStreams';
import { postLatency } from './figures/postLatency';
import { soak } from './figures/soak';
import { streamTokens } from './figures/streamTokens';
import { workPerChange } from './figures/workPerChange';
import type { FigureResult } from './report/FigureResult';
import { readMachine } from './report/readMachine';
import { writeReport } from './report/writeReport';

const FIGURES: Figure[] = [
  listPage,
  deployMany,
  postLatency,
  changeLatency,
  memory,
  workPerChange,
  factsPerEvent,
  soak,
  highAvailability,
  firstByte,
  streamTokens,
  openStreams,
  followLogs,
  metricsHour,
];

/** `./dev bench [--quick] [figure…]` */
async function main(args: string[]): Promise<void> {
  const quick = args.includes('--quick');
  const figures = chooseFigures(args.filter(arg => arg !== '--quick'));
  const results: FigureResult[] = [];
  for (const figure of figures) {
    results.push(await measure(figure, { quick }));
    const file = await writeReport(results, {
      quick,
      order: FIGURES.map(({ name }) => name),
    });
    process.stderr.write(`    written: ${file}\n`);
  }
}

function chooseFigures(names: string[]): Figure[] {
  const unknown = names.find(
    name => !FIGURES.some(figure => figure.name === name),
  );
  if (unknown) {
    const known = FIGURES.map(({ name }) => name).join(', ');
    throw new Error(`There is no figure ${unknown}; there are: ${known}`);
  }
  return names.length > 0
    ? FIGURES.filter(({ name }) => names.includes(name))
    : FIGURES;
}

async function measure(
  { run, ...figure }: Figure,
  options: { quick: boolean },
): Promise<FigureResult> {
  process.stderr.write(`  ${figure.name}: ${figure.title}\n`);
  const context = new BenchContext(options);
  const begun = performance.now();
  try {
    const measurements = await run(context);
    const seconds = (performance.now() - begun) / 1000;
    for (const { variant, value, unit, reached } of measurements) {
      const verdict = reached ? 'reached' : 'not reached';
      process.stderr.write(
        `    ${variant}: ${value.toFixed(3)} ${unit}, ${verdict}\n`,
      );
    }
    const machine = readMachine(context.kubernetesVersion);
    return { ...figure, measurements, seconds, machine };
  } finally {
    await context.close();
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);

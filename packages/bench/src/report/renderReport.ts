import type { Measurement } from '../Figure';
import type { Interval, Summary } from '../statistics';
import type { FigureResult } from './FigureResult';

/** The report as Markdown; what was not reached says so. */
export function renderReport(results: FigureResult[]): string {
  return [
    '# Benchmarks',
    '',
    'Measured by `./dev bench`, which writes this file; `./dev bench NAME…` measures some of them, `--quick` tries out. What needs a cluster runs against a real control plane with played kubelets. Ratios are what counts: both sides are measured in turns in one run, so that a busy machine slows both. In brackets stands where a ratio lies with 95 % (paired bootstrap over the rounds); it is reached when the upper end is.',
    '',
    ...table(
      ['What', 'Against', 'Target', 'Measured', 'Reached'],
      results.flatMap(toRows),
    ),
    '',
    ...results.flatMap(toSection),
  ].join('\n');
}

function toRows(result: FigureResult): string[][] {
  return result.measurements.map(measurement => [
    `${result.title} (${measurement.variant})`,
    result.against,
    result.target,
    toMeasured(measurement),
    measurement.reached ? 'yes' : '**no**',
  ]);
}

function toMeasured({ value, unit, interval }: Measurement): string {
  const sure = interval ? ` (${withInterval(interval, unit)})` : '';
  return `**${withUnit(value, unit)}**${sure}`;
}

function withInterval({ low, high }: Interval, unit: Measurement['unit']) {
  return `${withUnit(low, unit)} to ${withUnit(high, unit)}`;
}

function toSection(result: FigureResult): string[] {
  const { machine } = result;
  const where = [
    `${machine.cores} cores (${machine.cpu}), ${machine.memory} GiB`,
    `Node.js ${machine.node}`,
    ...(machine.kubernetes ? [`Kubernetes ${machine.kubernetes}`] : []),
    machine.date,
    `took ${Math.round(result.seconds)} s`,
  ];
  return [
    `## ${result.title}`,
    '',
    `\`./dev bench ${result.name}\`. ${result.method}`,
    '',
    ...result.measurements.flatMap(toDetails),
    `${where.join(' · ')}`,
    '',
  ];
}

function toDetails(measurement: Measurement): string[] {
  const { variant, value, unit, interval, details, reached, reason } =
    measurement;
  const sure = interval ? `, ${withInterval(interval, unit)} with 95 %` : '';
  const summaries = Object.entries(details).filter(
    (entry): entry is [string, Summary] => typeof entry[1] === 'object',
  );
  const others = Object.entries(details).filter(
    ([, detail]) => typeof detail !== 'object',
  );
  return [
    `${variant}: ${withUnit(value, unit)}${sure}.${
      reason && !reached ? ` ${reason}` : ''
    }`,
    '',
    ...(summaries.length > 0 ? [...toSummaryTable(summaries), ''] : []),
    ...(others.length > 0
      ? [...others.map(([name, detail]) => `- ${name}: ${toText(detail)}`), '']
      : []),
  ];
}

function toSummaryTable(summaries: [string, Summary][]): string[] {
  return table(
    ['', 'Samples', 'Median', 'p95', 'Least', 'Most'],
    summaries.map(([name, { samples, median, p95, min, max }]) => [
      name,
      String(samples),
      ...[median, p95, min, max].map(toText),
    ]),
  );
}

function table(head: string[], rows: string[][]): string[] {
  return [head, head.map(() => '---'), ...rows].map(
    cells => `| ${cells.join(' | ')} |`,
  );
}

function withUnit(value: number, unit: Measurement['unit']): string {
  return unit === '×' ? `${toText(value)}×` : `${toText(value)} ${unit}`;
}

function toText(value: unknown): string {
  if (typeof value !== 'number') {
    return String(value);
  }
  return Number(value.toPrecision(3)).toLocaleString('en-US');
}

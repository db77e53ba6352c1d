import type { BenchContext } from './BenchContext';
import type { Interval, Summary } from './statistics';

/** One line of the table: what was measured, and against what. */
export type Measurement = {
  /** What distinguishes it from the figure's other lines, for instance `SQLite`. */
  variant: string;
  /** The value that is compared with the target. */
  value: number;
  unit: '×' | 'ms' | 'MB' | 's' | 'models' | 'lines';
  /** Of a ratio, by which it is judged: how sure the value is. */
  interval?: Interval;
  /** Not reached is written down as such, and fails nothing. */
  reached: boolean;
  /** Why it is not reached, where profiles told. */
  reason?: string;
  /** The numbers from which the value was computed. */
  details: Record<string, Summary | number | string>;
};

/** Something that is measured. */
export type Figure = {
  /** As it is named on the command line. */
  name: string;
  title: string;
  /** What it is compared with, or `–`. */
  against: string;
  target: string;
  /** How it is measured, in a sentence or two. */
  method: string;
  run(context: BenchContext): Promise<Measurement[]>;
};

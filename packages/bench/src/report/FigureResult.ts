import type { Figure, Measurement } from '../Figure';
import type { Machine } from './readMachine';

/** What is kept of a figure in the JSON file. */
export type FigureResult = Omit<Figure, 'run'> & {
  measurements: Measurement[];
  /** How long measuring took. */
  seconds: number;
  /** Where and when it was measured. */
  machine: Machine;
};

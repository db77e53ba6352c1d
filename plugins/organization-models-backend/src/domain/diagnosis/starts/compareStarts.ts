import {
  type Diagnosis,
  START_PHASES,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { ModelStart } from '../../facts/ModelStart';

type EarlierStart = Diagnosis['earlier_starts'][number];

/** More generations tell nothing that these do not. */
const MOST_COMPARED = 5;

/**
 * What a model's start may be compared with: the last one of each generation
 * before, the newest generation first.
 */
export function compareStarts(
  starts: ModelStart[],
  { generation }: { generation: number },
): EarlierStart[] {
  const last = new Map<number, ModelStart>();
  for (const start of starts.filter(other => other.generation < generation)) {
    const known = last.get(start.generation);
    if (!known || known.readyAt < start.readyAt) {
      last.set(start.generation, start);
    }
  }
  return [...last.values()]
    .sort((a, b) => b.generation - a.generation)
    .slice(0, MOST_COMPARED)
    .map(toEarlier);
}

function toEarlier({ generation, readyAt, seconds }: ModelStart): EarlierStart {
  const phases = START_PHASES.flatMap(phase =>
    seconds[phase] === undefined ? [] : [{ phase, seconds: seconds[phase] }],
  );
  const sum = phases.reduce((all, phase) => all + phase.seconds, 0);
  return {
    generation,
    ready_at: readyAt,
    seconds: Math.round(sum * 1000) / 1000,
    phases,
  };
}

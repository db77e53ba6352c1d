import type { ModelStart } from '../../facts/ModelStart';

/** How long something took in earlier starts, in seconds. */
export type Expected = { median: number; p90: number };

/** What is known of earlier starts that were like one. */
export type StartExpectation = {
  /** What they have in common with it. */
  alike: 'model' | 'image';
  /** How many they are. */
  starts: number;
  ofPhase(phase: string): Expected | undefined;
  /** From the beginning of the first of these phases to the end of the last. */
  ofPhases(phases: readonly string[]): Expected | undefined;
};

export type StartPlace = Pick<
  ModelStart,
  'podUid' | 'image' | 'source' | 'hardware'
>;

/** The closest that there is, the closest first. */
const LIKENESS: {
  alike: StartExpectation['alike'];
  keys: ('image' | 'source' | 'hardware')[];
}[] = [
  { alike: 'model', keys: ['source', 'image', 'hardware'] },
  { alike: 'model', keys: ['source', 'hardware'] },
  { alike: 'model', keys: ['source'] },
  { alike: 'image', keys: ['image', 'hardware'] },
];

/** What a start may be expected to take, by those that were most like it. */
export function expectStart(
  place: StartPlace,
  earlier: ModelStart[],
): StartExpectation | undefined {
  const others = earlier.filter(({ podUid }) => podUid !== place.podUid);
  for (const { alike, keys } of LIKENESS) {
    const starts = others.filter(start =>
      keys.every(key => start[key] === place[key]),
    );
    if (starts.length > 0) {
      const ofPhases = (phases: readonly string[]) =>
        summarize(starts.flatMap(({ seconds }) => sumOf(seconds, phases)));
      return {
        alike,
        starts: starts.length,
        ofPhase: phase => ofPhases([phase]),
        ofPhases,
      };
    }
  }
  return undefined;
}

// a phase that nobody saw the end of is part of the next one
function sumOf(
  seconds: Record<string, number>,
  phases: readonly string[],
): number[] {
  const known = phases.flatMap(phase => seconds[phase] ?? []);
  return known.length > 0 ? [known.reduce((a, b) => a + b)] : [];
}

function summarize(values: number[]): Expected | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.ceil(sorted.length * share) - 1] * 10) / 10;
  return sorted.length > 0 ? { median: at(0.5), p90: at(0.9) } : undefined;
}

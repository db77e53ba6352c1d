import type { Measurement } from '../Figure';
import { summarize, type Summary } from '../statistics';
import type { Wait } from './SoakCaller';
import type { Trouble } from './SoakFaults';

/** No caller waits longer for an answer, whatever happens, who asks again until there is one. */
export const LONGEST_WAIT_S = 30;

/** What a caller sees of each fault: the longest wait for an answer. */
export function judgeWaits(waits: Wait[], troubles: Trouble[]): Measurement[] {
  return [...new Set(troubles.map(({ fault }) => fault))].map(fault => {
    const during = waits.filter(({ begun, ms }) =>
      troubles.some(
        trouble =>
          trouble.fault === fault &&
          begun < trouble.to &&
          begun + ms > trouble.from,
      ),
    );
    const secondsOf = (kind: Wait['kind']) =>
      during.filter(wait => wait.kind === kind).map(({ ms }) => ms / 1000);
    const longest = Math.max(...during.map(({ ms }) => ms)) / 1000;
    return {
      variant: `longest wait for an answer, ${fault}`,
      value: longest,
      unit: 's',
      reached: longest <= LONGEST_WAIT_S,
      details: {
        ...toSummary('reads, s', secondsOf('read')),
        ...toSummary('changes, s', secondsOf('change')),
      },
    };
  });
}

function toSummary(name: string, samples: number[]): Record<string, Summary> {
  return samples.length > 0 ? { [name]: summarize(samples) } : {};
}

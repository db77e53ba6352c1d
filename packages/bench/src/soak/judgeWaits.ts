import { groupBy, maxBy } from 'lodash';
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
    const longest = maxBy(during, 'ms');
    const seconds = (longest?.ms ?? 0) / 1000;
    return {
      variant: `longest wait for an answer, ${fault}`,
      value: seconds,
      unit: 's',
      reached: seconds <= LONGEST_WAIT_S,
      details: {
        ...toSummary('reads, s', secondsOf('read')),
        ...toSummary('changes, s', secondsOf('change')),
        'the longest': longest ? describeWait(longest) : '–',
      },
    };
  });
}

/** What was answered to it, each since when and how often, and when it was done. */
function describeWait({ kind, ms, tries }: Wait): string {
  const told = Object.values(
    groupBy(tries, ({ answer }) => toCode(answer)),
  ).map(
    same =>
      `${same.length} × ${toCode(same[0].answer)} from ${toSeconds(
        same[0].ms,
      )}`,
  );
  return [kind, ...told, `done at ${toSeconds(ms)}`].join(', ');
}

function toCode(answer: string): string {
  const [, status, code] = /^(\d+).*?"code":"(\w+)"/s.exec(answer) ?? [];
  return status ? `${status} ${code}` : answer.slice(0, 40);
}

function toSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function toSummary(name: string, samples: number[]): Record<string, Summary> {
  return samples.length > 0 ? { [name]: summarize(samples) } : {};
}

import { secondsExpression } from './podPosition';
import { Delay, Pace } from './scenario';

/** KWOK's `delay` of a stage. */
export interface StageDelay {
  durationMilliseconds: number;
  durationFrom: { jq: { expression: string } };
}

/** Longest back-off of a kubelet, in seconds. */
const LONGEST_BACK_OFF = 300;

/** Builds the delay; annotations of the pod come before the cluster's pace. */
export function buildStageDelay(delay: Delay, pace: Pace): StageDelay {
  return {
    durationMilliseconds: 0,
    durationFrom: {
      jq: { expression: `((${toSeconds(delay, pace)}) | tostring) + "s"` },
    },
  };
}

function toSeconds(delay: Delay, pace: Pace): string {
  if ('seconds' in delay) {
    return `${delay.seconds}`;
  }
  if ('partOfStart' in delay) {
    const start = secondsExpression('start-seconds', pace.startSeconds);
    return `${start} * ${delay.partOfStart}`;
  }
  if ('failAfter' in delay) {
    return secondsExpression('fail-after-seconds', pace.failAfterSeconds);
  }
  const base = secondsExpression('back-off-seconds', pace.backOffSeconds);
  return `.status.containerStatuses[0].restartCount as $n | if $n == 0 then 0.2 else ([${base} * pow(2; $n - 1), ${LONGEST_BACK_OFF}] | min) end`;
}

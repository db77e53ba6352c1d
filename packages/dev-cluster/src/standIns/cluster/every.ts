import { setTimeout as delay } from 'node:timers/promises';
import { StandInCluster } from './StandInCluster';

/** Does the work again and again, with so many seconds in between, until the cluster's signal aborts. */
export function every(
  { signal, onError }: StandInCluster,
  seconds: number,
  work: () => Promise<void>,
): void {
  const loop = async () => {
    while (!signal.aborted) {
      await delay(seconds * 1_000, undefined, { signal, ref: false }).catch(
        error => {
          if (!signal.aborted) {
            throw error;
          }
        },
      );
      if (!signal.aborted) {
        await work().catch(error => {
          if (!signal.aborted) {
            onError('the regular look at the cluster', error);
          }
        });
      }
    }
  };
  loop().catch(error => onError('the regular look at the cluster', error));
}

import type { PodFacts } from '../domain/facts/ObservedModel';
import { WEIGHTS_CONTAINER } from '../domain/facts/WeightsPlan';
import { maskLogLine } from '../domain/diagnosis/logs/maskLogLine';

/** Of one model, so that a pass stays short. */
const MOST_PODS = 3;
/** What a message has room for. */
const LAST_LINES = 20;

/** Where a log is had. */
export type LogPlace = {
  namespace: string;
  pod: string;
  container: string;
  previous: boolean;
};

/**
 * The last lines of the containers that are getting files just now, by pod: no
 * watch tells how far they are.
 */
export async function readDownloads(
  pods: PodFacts[],
  readLog: (place: LogPlace) => Promise<string[] | undefined>,
): Promise<Record<string, string[]>> {
  const downloading = pods.filter(isDownloading).slice(0, MOST_PODS);
  const read = await Promise.all(
    downloading.map(async ({ name, namespace }) => {
      const place = { namespace, pod: name, container: WEIGHTS_CONTAINER };
      // a help, not a need: the next pass may read it
      const lines = await readLog({ ...place, previous: false }).catch(
        () => undefined,
      );
      return [name, (lines ?? []).slice(-LAST_LINES).map(maskLogLine)] as const;
    }),
  );
  return Object.fromEntries(read);
}

function isDownloading({ deleting, initContainers }: PodFacts): boolean {
  return (
    !deleting &&
    initContainers.some(
      ({ name, runningSince }) => name === WEIGHTS_CONTAINER && runningSince,
    )
  );
}

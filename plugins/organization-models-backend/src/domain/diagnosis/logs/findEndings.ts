import type { Ending } from '../../facts/CrashLog';
import type { ContainerFacts, PodFacts } from '../../facts/ObservedModel';

/** An ending, and where its log is had. */
export type UnreadEnding = Ending & {
  namespace: string;
  /** The container runs again, or is about to: its log is the one before. */
  previous: boolean;
};

/** The last bad endings of pods' containers, whose logs tell why. */
export function findEndings(pods: PodFacts[]): UnreadEnding[] {
  return pods
    .filter(({ deleting }) => !deleting)
    .flatMap(pod => [
      ...pod.initContainers.flatMap(container =>
        toEnding(pod, container, { isInit: true }),
      ),
      ...pod.containers.flatMap(container =>
        toEnding(pod, container, { isInit: false }),
      ),
    ]);
}

function toEnding(
  pod: PodFacts,
  { name, terminated, lastTerminated }: ContainerFacts,
  { isInit }: { isInit: boolean },
): UnreadEnding[] {
  const ending = terminated ?? lastTerminated;
  const isGood = isInit && ending?.exitCode === 0;
  if (!ending?.finishedAt || isGood || ending.reason === 'StartError') {
    return [];
  }
  return [
    {
      pod: pod.name,
      namespace: pod.namespace,
      container: name,
      endedAt: ending.finishedAt,
      exitCode: ending.exitCode,
      ...(ending.reason ? { reason: ending.reason } : {}),
      previous: terminated === undefined,
    },
  ];
}

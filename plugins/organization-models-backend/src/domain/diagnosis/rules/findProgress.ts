import type { EventFacts, PodFacts } from '../../facts/ObservedModel';
import { WEIGHTS_CONTAINER } from '../../facts/WeightsPlan';
import type { ReasonCode } from '../../reasons/catalogue';
import { eventEvidence, logEvidence } from '../evidence';
import type { PodRule } from '../Finding';
import { makeFinding } from '../makeFinding';

/** What a healthy pod is doing before it is ready. */
export const findProgress: PodRule = (pod, { events, logLines, now }) => {
  if (!pod.node) {
    return progress('Scheduling');
  }
  if (isDownloading(pod)) {
    return downloadFinding(pod, logLines);
  }
  if (pod.containers.some(container => container.runningSince)) {
    return progress('Loading');
  }
  const pulling = events.find(event => event.reason === 'Pulling');
  const pulled = events.some(event => event.reason === 'Pulled');
  return pulling && !pulled
    ? pullingFinding(pulling, pod.node, now)
    : progress('Starting', `The pod starts on node ${pod.node}.`);
};

function isDownloading({ initContainers }: PodFacts): boolean {
  return initContainers.some(
    ({ name, runningSince }) => name === WEIGHTS_CONTAINER && runningSince,
  );
}

/** How the container says how far it is, or what keeps it. */
const SAID = /^weights: (?<words>.*)$/;

function downloadFinding({ name }: PodFacts, logLines: string[]) {
  const line = logLines.findLast(text => SAID.test(text));
  const words = line && SAID.exec(line)?.groups?.words;
  return makeFinding('DownloadingWeights', {
    message: words && `The files of the model are downloaded: ${words}.`,
    evidence: line ? logEvidence(`Pod/${name}`, [line]) : [],
  });
}

/** Longer than images take that are there, in milliseconds. */
const SLOW_MS = 120_000;

function pullingFinding(pulling: EventFacts, node: string, now: Date) {
  const isSlow = now.getTime() - Date.parse(pulling.lastAt) > SLOW_MS;
  return makeFinding(isSlow ? 'ImageSlow' : 'PullingImage', {
    message: isSlow
      ? `Node ${node} pulls the image for minutes, and has neither got it nor failed.`
      : `Node ${node} pulls the image.`,
    evidence: eventEvidence(pulling),
  });
}

function progress(code: ReasonCode, message?: string) {
  return makeFinding(code, { message, evidence: [] });
}

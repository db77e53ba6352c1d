/** One line of a container's log, fit to be shown. */
export type LogLine = {
  /** UTC with nine digits of the second, so that texts compare as times do. */
  time: string;
  pod: string;
  container: string;
  line: string;
  /** Not a line of the container: what happened to it, in our words. */
  marker?: LogMarker;
};

export type LogMarker =
  | 'restarted'
  | 'newPod'
  | 'ended'
  | 'collected'
  | 'refused'
  | 'unreachable';

/** Where a line comes from. */
export type LogPlace = { pod: string; container: string };

/** A line as a kubelet sends it, with what was cut off of it. */
export type RawLine = { bytes: Uint8Array; omitted: number };

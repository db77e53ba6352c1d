/** What a container said before it ended badly; masked. */
export type CrashLog = Ending & {
  /** Of the model, when it ended. */
  generation: number;
  lines: string[];
};

/** A container's run that is over. */
export type Ending = {
  pod: string;
  container: string;
  /** RFC 3339. */
  endedAt: string;
  exitCode: number;
  reason?: string;
};

/** The newest log of each pod. */
export function linesByPod(logs: CrashLog[]): Record<string, string[]> {
  return Object.fromEntries(
    [...logs]
      .sort((a, b) => a.endedAt.localeCompare(b.endedAt))
      .map(({ pod, lines }) => [pod, lines]),
  );
}

import type { LogReading } from '../../engines/logs/EngineLog';
import type { ReasonCode } from '../../reasons/catalogue';
import { describeExit } from './describeExit';
import { logEvidence } from '../evidence';
import { describeComplaint } from './describeComplaint';
import type { EngineWords, Finding } from '../Finding';
import { findEngineFailure } from './findEngineFailure';
import { makeFinding } from '../makeFinding';
import { describePhase } from './startupPhases';

export type LogEnding = {
  /** Negative: by that signal; `undefined`: not known, or it has not ended. */
  exitCode?: number;
  /** Somebody asked it to end. */
  wasAsked?: boolean;
};

/**
 * What is the matter with an engine, by its log alone. Good starts and ordinary
 * ends have no finding.
 */
export function diagnoseLog(
  lines: (string | { line: string; at?: number })[],
  {
    engine,
    object,
    exitCode,
    wasAsked,
  }: LogEnding & {
    engine: EngineWords;
    /** Whose log it is. */
    object: string;
  },
): Finding[] {
  const { failure, reading } = findEngineFailure(lines, engine, {
    isBad: !wasAsked && isBadEnding(exitCode),
  });
  if (failure) {
    return [
      makeFinding(failure.code as ReasonCode, {
        message: failure.message,
        found: failure.found,
        evidence: logEvidence(object, failure.lines),
      }),
    ];
  }
  if (reading.silence) {
    return [silenceFinding(reading.silence, object)];
  }
  if (exitCode === undefined || wasAsked || reading.ended) {
    return [];
  }
  return endingFindings({ exitCode, lines, object, reading });
}

/** Neither well, nor by a signal, which says nothing of the engine. */
function isBadEnding(exitCode: number | undefined): boolean {
  return exitCode !== undefined && exitCode > 0 && exitCode < 128;
}

/** Phases in which files come from a hub. */
const ASKING = [undefined, 'options', 'load'];

function silenceFinding(
  { seconds, phase, line }: { seconds: number; phase?: string; line: string },
  object: string,
): Finding {
  const code = ASKING.includes(phase) ? 'HubHanging' : 'StartupStalled';
  return makeFinding(code, {
    message: `For ${Math.round(
      seconds,
    )} seconds the engine wrote nothing ${describePhase(phase)}${
      code === 'HubHanging'
        ? ': the model hub, or a proxy before it, seems to take the connection and never answer'
        : ''
    }.`,
    evidence: logEvidence(object, [line]),
  });
}

function endingFindings({
  exitCode,
  lines,
  object,
  reading,
}: {
  exitCode: number;
  lines: (string | { line: string })[];
  object: string;
  reading: Pick<LogReading, 'phase' | 'complaints'>;
}): Finding[] {
  const texts = lines.map(line =>
    typeof line === 'string' ? line : line.line,
  );
  const last = texts.findLast(text => text.trim()) ?? '';
  const evidence = logEvidence(object, [last]);
  const phase = describePhase(reading.phase);
  if (exitCode === 137 || exitCode === -9) {
    return [
      makeFinding('Killed', {
        message: `The engine was killed (SIGKILL, exit code 137) ${phase}, without a word: most often it ran out of memory (OOM).`,
        evidence,
      }),
    ];
  }
  const known = describeExit(exitCode, reading.phase);
  if (known) {
    const { code, message } = known;
    return [makeFinding(code, { message, evidence })];
  }
  const [complaint] = reading.complaints;
  const isSignal = exitCode < 0 || exitCode === 143 || exitCode === 130;
  return exitCode === 0 || isSignal
    ? []
    : [
        makeFinding('CrashLoop', {
          message: `The engine ended with exit code ${exitCode} ${phase}${describeComplaint(
            complaint,
          )}`,
          severity: 'warning',
          evidence: complaint
            ? logEvidence(object, [complaint.raw, last])
            : evidence,
        }),
      ];
}

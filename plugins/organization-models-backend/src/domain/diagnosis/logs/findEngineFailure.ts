import { maskSecretText } from '@orgmodels/backstage-plugin-organization-models-common';
import type { FailureFingerprint } from '../../engines/ModelRuntime';
import type { Incident, LogReading } from '../../engines/logs/EngineLog';
import { readEngineLog } from '../../engines/logs/readEngineLog';
import { findReason } from '../../reasons/catalogue';
import type { EngineWords } from '../Finding';
import { describePhase } from './startupPhases';

/** What an engine's own words prove. */
export type EngineFailure = {
  code: string;
  message: string;
  hint?: string;
  /** Another try cannot end better. */
  certain: boolean;
  /** The lines that prove it, as they stand in the log, the best first. */
  lines: string[];
  phase?: string;
  found: Record<string, string>;
};

/** Of a piece of a line in a sentence, in characters. */
const LONGEST_PIECE = 300;
const MOST_LINES = 4;

/**
 * The cause of a failure in an engine's log; none where there was no failure.
 *
 * @param isBad - it is known to have ended badly: what it had overcome, as it
 * seemed, is a cause, too, where there is no better one
 */
export function findEngineFailure(
  lines: (string | { line: string; at?: number })[],
  engine: EngineWords,
  { isBad = false }: { isBad?: boolean } = {},
): { failure?: EngineFailure; reading: LogReading } {
  const reading = readEngineLog(lines, engine.log);
  const failure = explain(reading, engine.failures);
  if (!isBad || (failure && failure.code !== 'EngineError')) {
    return { reading, failure };
  }
  // what its process survived is no cause of what is known to have ended it
  const earlier = reading.overcome
    .filter(({ isSurvived }) => !isSurvived || !failure)
    .map(incident => name(incident, engine.failures))
    .find(Boolean);
  // where it never served, the last thing that it complained of is all there is
  const last = reading.served ? undefined : reading.overcome.at(-1);
  return {
    reading,
    failure:
      earlier ??
      failure ??
      (last && nameless(last)) ??
      nameComplaint(reading, engine.failures),
  };
}

// of other programs than the engine nobody knows how their logs are written
function nameComplaint(
  { complaints, served, ended, phase }: LogReading,
  failures: readonly FailureFingerprint[],
): EngineFailure | undefined {
  const strong = failures.filter(({ weak, source }) => !weak && !source);
  const named = complaints.flatMap(
    ({ raw, text }) => nameBy({ lines: [raw], text, phase }, strong) ?? [],
  );
  return served || ended ? undefined : named[0];
}

/**
 * The first incident that has a name; an unknown one inside of the engine is
 * the cause of known ones further outside. What only says that something failed
 * counts last.
 */
function explain(
  { incidents }: LogReading,
  failures: readonly FailureFingerprint[],
): EngineFailure | undefined {
  const strong = failures.filter(({ weak }) => !weak);
  const innermost = Math.max(0, ...incidents.map(({ depth }) => depth));
  let unknown: Incident | undefined;
  for (const incident of incidents) {
    const named = name(incident, strong);
    if (named && (!unknown || incident.depth >= unknown.depth)) {
      return named;
    }
    const isOnlyConsequence = failures.some(
      ({ weak, pattern }) => weak && pattern.test(incident.text),
    );
    if (!named && !isOnlyConsequence && incident.depth === innermost) {
      unknown ??= incident;
    }
  }
  if (unknown) {
    return nameless(unknown);
  }
  const [first] = incidents;
  return (
    incidents.map(incident => name(incident, failures)).find(Boolean) ??
    (first && nameless(first))
  );
}

/**
 * By its own words; where these only say that something could not be had, by
 * what was tried in vain before, the last of it first.
 */
function name(
  incident: Incident,
  failures: readonly FailureFingerprint[],
): EngineFailure | undefined {
  const own = nameBy(incident, failures);
  const tried = incident.context.flatMap(
    line => nameBy({ ...incident, text: line, lines: [line] }, failures) ?? [],
  );
  if (!own || isWeak(own, failures)) {
    return tried.at(-1) ?? own;
  }
  const same = tried.filter(({ code }) => code === own.code);
  const lines = [...same, own].flatMap(failure => failure.lines);
  return { ...own, lines: pickLines(lines) };
}

function isWeak(
  { code }: EngineFailure,
  failures: readonly FailureFingerprint[],
): boolean {
  return !failures.some(failure => failure.code === code && !failure.weak);
}

function nameBy(
  incident: Pick<Incident, 'lines' | 'text' | 'phase' | 'source'>,
  failures: readonly FailureFingerprint[],
): EngineFailure | undefined {
  const { text, lines: raw } = incident;
  const texts = text.split('\n');
  for (const { code, pattern, message, transient, source } of failures) {
    const isThere = !source || source.test(incident.source ?? '');
    const match = isThere ? pattern.exec(text) : undefined;
    if (match) {
      const at = text.slice(0, match.index).split('\n').length - 1;
      const size = match[0].trimEnd().split('\n').length;
      const others = raw.filter((_, index) => pattern.test(texts[index]));
      const found = groupsOf(match.groups);
      const line = withoutWrapping(texts[at + size - 1] || texts[at]);
      const { sentence, hint } = findReason(code) ?? { sentence: code };
      return {
        code,
        message: message ? fill(message, { ...found, line }) : sentence,
        hint,
        certain: !transient,
        lines: pickLines([...raw.slice(at, at + size), ...others]),
        phase: incident.phase,
        found,
      };
    }
  }
  return undefined;
}

const EXCEPTION = /^(?:[a-z_][\w.]*\.)?[A-Z]\w*: \S/;

// of a chain of causes its last exception says what it came to
function nameless(incident: Incident): EngineFailure {
  const texts = incident.text.split('\n');
  const exceptions = texts.flatMap((text, index) =>
    EXCEPTION.test(text) ? [index] : [],
  );
  const last = exceptions.at(-1) ?? 0;
  const phase = describePhase(incident.phase);
  const [first, checked] = texts;
  const words =
    exceptions.length === 0 && checked
      ? `${first} (${checked.trim()})`
      : texts[last];
  return {
    code: 'EngineError',
    message: `The engine failed ${phase}: ${cut(words)}`,
    hint: findReason('EngineError')?.hint,
    certain: false,
    lines: pickLines([last, ...exceptions].map(index => incident.lines[index])),
    phase: incident.phase,
    found: {},
  };
}

function pickLines(lines: string[]): string[] {
  return [...new Set(lines.filter(line => line.trim()))].slice(0, MOST_LINES);
}

// what Python and pydantic put around the words
function withoutWrapping(line: string): string {
  return line
    .replace(/^\s*(?:[a-z_][\w.]*\.)?[A-Z]\w*(?:Error|Exception): /, '')
    .replace(/^\s*Value error, /, '')
    .replace(/ \[type=.*$/, '');
}

function groupsOf(groups: Record<string, string> = {}) {
  return Object.fromEntries(
    Object.entries(groups)
      .filter(([, value]) => value !== undefined)
      .map(([group, value]) => [group, maskSecretText(value)]),
  );
}

function fill(message: string, found: Record<string, string>): string {
  return message.replace(/\$<(\w+)>/g, (_, group) =>
    cut(withoutWrapping(found[group] ?? '')),
  );
}

function cut(text: string): string {
  const piece = maskSecretText(text).trim();
  return piece.length > LONGEST_PIECE
    ? `${piece.slice(0, LONGEST_PIECE)}…`
    : piece;
}

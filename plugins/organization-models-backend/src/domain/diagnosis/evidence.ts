import { maskSecretText } from '@orgmodels/backstage-plugin-organization-models-common';
import type { ConditionFacts, EventFacts } from '../facts/ObservedModel';
import type { Evidence } from './Finding';

/** Of one text, in characters. */
const LIMIT = 1000;

/** A text as it may be shown: masked, without blanks at its ends, not too long. */
export function quote(text: string | undefined): string | undefined {
  const masked = maskSecretText(text ?? '').trim();
  return masked.length > LIMIT
    ? `${masked.slice(0, LIMIT)}…`
    : masked || undefined;
}

/** A field of an object's status. */
export function statusEvidence(
  object: string,
  text: string | undefined,
  time?: string,
): Evidence[] {
  return toEvidence({ source: 'status', object, text, time });
}

export function conditionEvidence(
  object: string,
  condition: ConditionFacts,
): Evidence[] {
  return toEvidence({
    source: 'condition',
    object,
    text: condition.message ?? condition.reason,
    time: condition.lastTransitionTime,
  });
}

export function eventEvidence({
  object,
  reason,
  message,
  count,
  lastAt,
}: EventFacts): Evidence[] {
  const times = count > 1 ? ` (${count} times)` : '';
  return toEvidence({
    source: 'event',
    object: `${object.kind}/${object.name}`,
    text: `${reason}: ${message}${times}`,
    time: lastAt,
  });
}

/** Lines of an engine's log. */
export function logEvidence(object: string, lines: string[]): Evidence[] {
  return lines.flatMap(text => toEvidence({ source: 'log', object, text }));
}

function toEvidence({
  text,
  time,
  ...rest
}: Omit<Evidence, 'text'> & { text: string | undefined }): Evidence[] {
  const quoted = quote(text);
  return quoted ? [{ ...rest, ...(time ? { time } : {}), text: quoted }] : [];
}

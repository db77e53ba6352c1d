import { REASONS, type ReasonCode, reasonOf } from '../reasons/catalogue';
import type { Evidence, Finding } from './Finding';

/** A finding as the catalogue has it, with what was found out about it. */
export function makeFinding(
  code: ReasonCode,
  {
    message,
    hint,
    ...found
  }: Partial<Pick<Finding, 'message' | 'hint' | 'severity' | 'found'>> & {
    evidence: Evidence[];
  },
): Finding {
  const { severity, concern } = REASONS[code];
  return {
    ...reasonOf(code, { message, hint }),
    concern,
    ...found,
    severity: found.severity ?? severity,
  };
}

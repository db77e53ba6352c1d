import type { LogLine } from '../../engines/logs/EngineLog';
import { quote } from '../evidence';

/** Of a complaint in a sentence, in characters. */
const LONGEST = 300;

/** What comes after "it ended", where nobody has a name for the cause. */
export function describeComplaint(complaint: LogLine | undefined): string {
  return complaint
    ? `: ${quote(complaint.text)?.slice(0, LONGEST)}`
    : ', without a word about the cause.';
}

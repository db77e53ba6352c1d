import type { LogLine } from './EngineLog';

const COMPLAINT =
  /\b(?:errors?|fatal|failed|failure|cannot|can't|could not|unable|denied|invalid|unexpected|unknown|not found|no such|panic|exception|abort(?:ed|ing)?|assert(?:ion)?|out of memory)\b/i;
/** What only warns or tells, in the words of whichever logger. */
const MILD =
  /\bwarn(?:ing)?\b|^[WI]\d{4} |\b(?:INFO|DEBUG|TRACE)\b|level=(?:info|debug|warn)/i;
const HARMLESS_LEVELS = ['DEBUG', 'INFO', 'WARNING'];

/**
 * Whether a program that writes its log in a way of its own – a script, another
 * engine – may say there why it ended. Many lines look so that mean nothing:
 * they count only where nothing else is known of a bad ending.
 */
export function isComplaint({ text, level = '' }: LogLine): boolean {
  return (
    /^\S/.test(text) &&
    !HARMLESS_LEVELS.includes(level) &&
    COMPLAINT.test(text) &&
    !MILD.test(text)
  );
}

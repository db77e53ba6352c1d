import { parse, type ParseEntry } from 'shell-quote';

/**
 * The entries of one line of a script. What no shell would take either, such as
 * a brace that is not closed, is read as plain words.
 */
export function parseShell(
  line: string,
  valueOf: (name: string) => string,
): ParseEntry[] {
  try {
    return parse(line, valueOf);
  } catch {
    return line.split(/\s+/).filter(Boolean);
  }
}

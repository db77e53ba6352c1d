import { parseShell } from './parseShell';

/**
 * The words of one argument of a command. An argument with blanks is read as
 * the script that `sh -c` takes, scripts within it included; operators and
 * ends of lines become `;`. Variables stay as they are written.
 *
 * @public
 */
export function findShellWords(argument: string): string[] {
  if (!/\s/.test(argument)) {
    return [argument];
  }
  return toLines(argument).flatMap(line => [
    ...wordsOfLine(line, argument),
    ';',
  ]);
}

// A line that ends in a backslash goes on in the next one
function toLines(script: string): string[] {
  return script.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
}

function wordsOfLine(line: string, script: string): string[] {
  return parseShell(line, name => `$${name}`).flatMap(entry => {
    if (typeof entry === 'string') {
      return entry === script ? [entry] : findShellWords(entry);
    }
    return 'pattern' in entry ? [entry.pattern] : [';'];
  });
}

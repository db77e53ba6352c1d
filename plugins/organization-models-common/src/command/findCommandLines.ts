import {
  expandReferences,
  readVariables,
  type PlainVariable,
} from './expandVariables';
import { parseShell } from './parseShell';

/** Between words that one unquoted variable makes. */
const BLANK = '\0';

/**
 * What a container starts, each program with its arguments: the words as they
 * are, or the commands of the script that they give to a shell. Variables are
 * put in as Kubernetes and the shell do; those that nobody knows stay.
 *
 * @public
 */
export function findCommandLines(
  words: readonly string[],
  variables: readonly PlainVariable[] = [],
): string[][] {
  const values = readVariables(variables);
  return linesOf(
    words.map(word => expandReferences(word, values)),
    values,
  );
}

function linesOf(words: string[], values: Map<string, string>): string[][] {
  const script = findScript(words);
  return script === undefined
    ? [words]
    : readScript(words[script], {
        values,
        given: words.slice(script + 1),
      }).flatMap(line => linesOf(line, values));
}

const SHELL = /^(.*\/)?(ba|da|a|z|k)?sh$/;
const SHELL_OPTION = /^(-[a-z]+|pipefail|errexit)$/;
const TAKES_SCRIPT = /^-[a-z]*c$/;

/** @returns the position of a script behind `sh -c` */
export function findScript(words: readonly string[]): number | undefined {
  const shell = words.findIndex(word => SHELL.test(word));
  if (shell < 0) {
    return undefined;
  }
  for (let index = shell + 1; index < words.length - 1; index += 1) {
    if (TAKES_SCRIPT.test(words[index])) {
      return index + 1;
    }
    if (!SHELL_OPTION.test(words[index])) {
      return undefined;
    }
  }
  return undefined;
}

/** `given` are $0 and the words that "$@" has. */
type Shell = { values: Map<string, string>; given: string[] };

function readScript(script: string, shell: Shell): string[][] {
  const lines = withoutHeredocs(script.replace(/\\\r?\n/g, ' ').split(/\r?\n/));
  return lines.flatMap(line =>
    splitStatements(line).flatMap(statement => {
      const words = readStatement(statement, shell);
      const command = takeAssignments(words, shell.values);
      return command.length > 0 ? [command] : [];
    }),
  );
}

const HEREDOC = /(?<![<(])<<(-?)\s*(["']?)([A-Za-z_]\w*)\2/;

// cat > config.yaml <<EOF: what is written into a file is no command
function withoutHeredocs(lines: string[]): string[] {
  const commands: string[] = [];
  let end: { word: string; isIndented: boolean } | undefined;
  for (const line of lines) {
    if (end) {
      const text = end.isIndented ? line.trimStart() : line;
      end = text === end.word ? undefined : end;
      continue;
    }
    const [written, dash, , word] = HEREDOC.exec(line) ?? [];
    commands.push(written ? line.replace(written, ' ') : line);
    end = word ? { word, isIndented: dash === '-' } : undefined;
  }
  return commands;
}

// so that what `A=1; b $A` sets is known to what comes after it
function splitStatements(line: string): string[] {
  const parts = line.match(
    /(?:\\.|'[^']*'|"(?:\\.|[^"\\])*"|\$\{[^}]*\}|[0-9]?[<>]+&?[0-9]?|[^;&|\\'"])+|['"\\]/gs,
  );
  return parts ?? [];
}

function readStatement(statement: string, { values, given }: Shell): string[] {
  const entries = parseShell(statement, name => {
    const value = /^[@*]$/.test(name)
      ? given.slice(1).join(BLANK)
      : positionOf(name, given) ?? valueOf(name, values) ?? `$${name}`;
    return isQuoted(name, statement) ? value : value.replace(/\s+/g, BLANK);
  });
  const words: string[] = [];
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index];
    if (typeof entry === 'string') {
      words.push(...entry.split(BLANK));
    } else if ('pattern' in entry) {
      words.push(entry.pattern);
    } else if ('op' in entry && /[<>]/.test(entry.op)) {
      // a redirection, with the number before and the file after it
      if (/^\d$/.test(words.at(-1) ?? '')) {
        words.pop();
      }
      index += 1;
    }
  }
  return words;
}

function positionOf(name: string, given: string[]): string | undefined {
  return /^\d+$/.test(name) ? given[Number(name)] ?? '' : undefined;
}

// ${NAME:-default} and its like
function valueOf(
  name: string,
  values: Map<string, string>,
): string | undefined {
  const [, plain, , fallback] = /^(\w+)(:?[-=](.*))?$/s.exec(name) ?? [];
  return (plain && values.get(plain)) || fallback;
}

function isQuoted(name: string, statement: string): boolean {
  return [`"$${name}"`, `"\${${name}}"`].some(
    written => !/^[@*]$/.test(name) && statement.includes(written),
  );
}

const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s;

function takeAssignments(
  words: string[],
  values: Map<string, string>,
): string[] {
  const rest = words[0] === 'export' ? words.slice(1) : words;
  const end = rest.findIndex(word => !ASSIGNMENT.test(word));
  for (const word of end < 0 ? rest : rest.slice(0, end)) {
    const [, name, value] = ASSIGNMENT.exec(word)!;
    values.set(name, value);
  }
  return end < 0 ? [] : rest.slice(end);
}

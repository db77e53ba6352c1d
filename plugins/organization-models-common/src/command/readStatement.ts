import { roomForValues } from './expandVariables';
import { parseShell } from './parseShell';

/** What a shell knows while it reads a script. */
export type Shell = {
  values: Map<string, string>;
  /** Arrays by name. */
  lists: Map<string, string[]>;
  /** $0 and the words that "$@" has. */
  given: string[];
  /** How many scripts this one is in. */
  depth: number;
};

/** Between words that one unquoted variable makes. */
const BLANK = '\0';

/** The words of a command, with its variables put in. */
export function readStatement(statement: string, shell: Shell): string[] {
  const text = withoutNumbers(statement);
  const fitting = roomForValues();
  const entries = parseShell(
    text,
    name => fitting(expand(name, text, shell)) ?? `$${name}`,
  );
  const words: string[] = [];
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index];
    if (typeof entry === 'string') {
      words.push(...splitWord(entry, words));
    } else if ('pattern' in entry) {
      words.push(entry.pattern);
    } else if ('op' in entry && /[<>]/.test(entry.op)) {
      // a redirection, with the file after it
      index += 1;
    }
  }
  return words;
}

const QUOTED_OR_NUMBER = /'[^']*'|"(?:\\.|[^"\\])*"|(?<=\s)\d(?=[<>])/gs;

// the 2 of `2>&1` is none of the program's words, that of `-tp 2 > log` is
function withoutNumbers(statement: string): string {
  return statement.replace(QUOTED_OR_NUMBER, part =>
    /^\d$/.test(part) ? '' : part,
  );
}

const ASSIGNED = /^[A-Za-z_]\w*\+?=/;
const BEFORE_ASSIGNED = /^(?:export|declare|typeset|local|readonly|-\w+)$/;

// a value that is assigned stays one word, whatever is in it
function splitWord(word: string, before: string[]): string[] {
  const isAssigned =
    ASSIGNED.test(word) &&
    before.every(one => ASSIGNED.test(one) || BEFORE_ASSIGNED.test(one));
  return isAssigned ? [word.replaceAll(BLANK, ' ')] : word.split(BLANK);
}

function expand(name: string, statement: string, shell: Shell): string {
  const { values, lists, given } = shell;
  if (/^[@*]$/.test(name)) {
    return given.slice(1).join(BLANK);
  }
  const list = /^(\w+)\[[@*]\]$/.exec(name)?.[1];
  if (list !== undefined) {
    return (lists.get(list) ?? [values.get(list) ?? `$${name}`]).join(BLANK);
  }
  const value = positionOf(name, given) ?? valueOf(name, values) ?? `$${name}`;
  return isQuoted(name, statement) ? value : value.replace(/\s+/g, BLANK);
}

function positionOf(name: string, given: string[]): string | undefined {
  return /^\d+$/.test(name) ? given[Number(name)] ?? '' : undefined;
}

// ${NAME:-default} and its like, of which = keeps it
function valueOf(
  name: string,
  values: Map<string, string>,
): string | undefined {
  const [, plain, , way, fallback] = /^(\w+)(:?([-=])(.*))?$/s.exec(name) ?? [];
  const value = (plain && values.get(plain)) || fallback;
  if (plain && way === '=' && value !== undefined) {
    values.set(plain, value);
  }
  return value;
}

const DOUBLE_QUOTED = /'[^']*'|"(?:\\.|[^"\\])*"/gs;

function isQuoted(name: string, statement: string): boolean {
  const quoted = statement
    .match(DOUBLE_QUOTED)
    ?.filter(part => part.startsWith('"'));
  return (
    quoted?.some(part =>
      [`$${name}`, `\${${name}}`].some(written => part.includes(written)),
    ) ?? false
  );
}

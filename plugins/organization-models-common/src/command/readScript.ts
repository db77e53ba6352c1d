import { readStatement, type Shell } from './readStatement';

/** The commands of a script, in the order in which they stand. */
export function readScript(script: string, shell: Shell): string[][] {
  const text = joinLists(script.replace(/\\\r?\n/g, ' '));
  return withoutHeredocs(text.split(/\r?\n/)).flatMap(line =>
    splitStatements(line).flatMap(statement => run(statement, shell)),
  );
}

// ARGS=(…) over several lines, with remarks in it
function joinLists(script: string): string {
  return script.replace(
    /(^|[\s;])([A-Za-z_]\w*\+?=\()([^()]*)\)/g,
    (_, before, begin, items) =>
      `${before}${begin}${items
        .replace(/(^|\s)#[^\n]*/g, ' ')
        .replace(/\r?\n/g, ' ')})`,
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

/** What is evaluated may evaluate itself. */
const DEEPEST = 8;

/** What it sets is known to the statements after it; what it starts is returned. */
function run(statement: string, shell: Shell): string[][] {
  if (takeList(statement, shell)) {
    return [];
  }
  const command = takeAssignments(readStatement(statement, shell), shell);
  const [program, ...words] = command;
  if (program === 'set' && words[0] === '--') {
    shell.given = [shell.given[0] ?? '', ...words.slice(1)];
    return [];
  }
  if (program === 'eval' && shell.depth <= DEEPEST) {
    const depth = shell.depth + 1;
    return readScript(words.join(' '), { ...shell, depth });
  }
  return program === undefined ? [] : [command];
}

const DECLARE = /^(?:export|declare|typeset|local|readonly)$/;
const LIST =
  /^\s*(?:(?:export|declare|typeset|local|readonly)\s+(?:-\w+\s+)*)?([A-Za-z_]\w*)(\+?)=\((.*)\)\s*$/s;

function takeList(statement: string, shell: Shell): boolean {
  const [, name, more, items] = LIST.exec(statement) ?? [];
  if (name === undefined) {
    return false;
  }
  const known = more ? shell.lists.get(name) ?? [] : [];
  shell.lists.set(name, [...known, ...readStatement(items, shell)]);
  return true;
}

const ASSIGNMENT = /^([A-Za-z_]\w*)(\+?)=(.*)$/s;

function takeAssignments(words: string[], { values }: Shell): string[] {
  const isDeclared = DECLARE.test(words[0] ?? '');
  const rest = isDeclared
    ? words.slice(1).filter(word => !/^-\w+$/.test(word))
    : words;
  const end = rest.findIndex(word => !ASSIGNMENT.test(word));
  for (const word of end < 0 ? rest : rest.slice(0, end)) {
    const [, name, more, value] = ASSIGNMENT.exec(word)!;
    values.set(name, `${more ? values.get(name) ?? '' : ''}${value}`);
  }
  return end < 0 ? [] : rest.slice(end);
}

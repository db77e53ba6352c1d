/**
 * A variable of a container with its plain value.
 *
 * @public
 */
export type PlainVariable = { name: string; value: string };

/**
 * Longer than this no word can be that a program is started with (Linux), in
 * characters. Variables that double each other soon would be.
 */
const LONGEST = 131_072;

/** Lets values through from the front, for as long as there is room for them. */
export function roomForValues(): (value: string) => string | undefined {
  let room = LONGEST;
  return value => {
    room -= value.length;
    return room < 0 ? undefined : value;
  };
}

function replaceWithin(
  text: string,
  pattern: RegExp,
  valueOf: (...match: string[]) => string | undefined,
): string {
  const fitting = roomForValues();
  return text.replace(pattern, (written, ...groups) => {
    const value = valueOf(written, ...groups);
    return (value === undefined ? undefined : fitting(value)) ?? written;
  });
}

/**
 * Values of a container's variables by name. Each may refer to those before it,
 * as Kubernetes has it.
 *
 * @public
 */
export function readVariables(
  variables: readonly PlainVariable[] = [],
): Map<string, string> {
  const values = new Map<string, string>();
  for (const { name, value } of variables) {
    values.set(name, expandReferences(value, values));
  }
  return values;
}

/**
 * Puts values in for `$(NAME)`, which Kubernetes does everywhere in `command`,
 * `args` and `env`. `$$` is one dollar sign; names that nobody knows stay.
 *
 * @public
 */
export function expandReferences(
  text: string,
  values: ReadonlyMap<string, string>,
): string {
  return replaceWithin(text, /\$(?:\$|\(([\w.-]+)\))/g, (_, name) =>
    name === undefined ? '$' : values.get(name),
  );
}

const ASSIGNMENT =
  /(?:^|[\s;&|(])([A-Za-z_]\w*)=(?:"([^"]*)"|'([^']*)'|([^\s;&|"']+))/g;
const REFERENCE = /\$(?:\(([\w.-]+)\)|\{(\w+)\}|([A-Za-z_]\w*))/g;

/**
 * Puts values in wherever a variable may be meant: by Kubernetes, or by a shell
 * with the script that a text may be, whose own assignments count, too.
 */
export function expandEverywhere(
  text: string,
  variables: ReadonlyMap<string, string>,
): string {
  const values = new Map(variables);
  for (const [, name, ...quoted] of text.matchAll(ASSIGNMENT)) {
    values.set(name, quoted.find(value => value !== undefined) ?? '');
  }
  return replaceWithin(text, REFERENCE, (_, ...names) =>
    values.get(names.slice(0, 3).find(name => name !== undefined)!),
  );
}

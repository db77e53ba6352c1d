import { chown } from 'node:fs/promises';

/** `nobody`, whom every Linux has; PostgreSQL wants a user with a name. */
const nobody = 65534;

/** Whether this process must hand PostgreSQL to somebody else, which refuses to run as root. */
const isRoot = process.getuid?.() === 0;

/**
 * The command that runs a program without being root.
 *
 * @remarks
 * The programs and the data may be below a folder that only root may enter, such as its home; the one capability
 * given along lets the program in.
 */
export function unprivilegedCommand(
  program: string,
  args: readonly string[],
): [string, string[]] {
  if (!isRoot) return [program, [...args]];
  return [
    'setpriv',
    [
      `--reuid=${nobody}`,
      `--regid=${nobody}`,
      '--clear-groups',
      '--inh-caps=+dac_override',
      '--ambient-caps=+dac_override',
      '--',
      program,
      ...args,
    ],
  ];
}

/** Gives a directory to the user that {@link unprivilegedCommand} runs as. */
export async function giveToUnprivileged(directory: string): Promise<void> {
  if (isRoot) await chown(directory, nobody, nobody);
}

/** Says what to do when the command could not be run at all. */
export function explainUnprivileged(error: NodeJS.ErrnoException): Error {
  if (error.code !== 'ENOENT' || !isRoot) return error;
  return new Error(
    'PostgreSQL refuses to run as root, and "setpriv" to run it as another user is missing: install util-linux, or do not run this as root.',
    { cause: error },
  );
}

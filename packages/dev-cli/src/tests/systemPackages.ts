import { existsSync } from 'node:fs';
import path from 'node:path';
import { DevError } from '../DevError';
import { runCommand } from './runCommand';

/** Where a program of this name is, if anywhere. */
export function findOnPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .map(folder => path.join(folder, name))
    .find(file => existsSync(file));
}

/** Whether packages of the system can be installed: as root, on a Debian. */
export function canInstall(): boolean {
  return process.getuid?.() === 0 && findOnPath('apt-get') !== undefined;
}

/** @throws DevError where it fails, of which apt-get has told */
export async function aptGet(
  args: string[],
  { checkout, signal }: { checkout: string; signal: AbortSignal },
): Promise<void> {
  const command = ['apt-get', '-qq', ...args];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const exitCode = await runCommand(command, { cwd: checkout, env, signal });
  if (exitCode !== 0) {
    throw new DevError(
      `\`${command.join(' ')}\` failed with exit code ${exitCode}: see above.`,
    );
  }
}

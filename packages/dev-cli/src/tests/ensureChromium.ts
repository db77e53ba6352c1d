import { existsSync } from 'node:fs';
import path from 'node:path';
import { DevError } from '../DevError';
import { runCommand } from './runCommand';

const names = ['chromium', 'chromium-browser', 'google-chrome'];
const macApplication =
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** Finds a Chromium, installing the system's package of it where that is possible, and returns its path. */
export async function ensureChromium(options: {
  checkout: string;
  signal: AbortSignal;
}): Promise<string> {
  const found = findChromium();
  if (found) {
    return found;
  }
  if (process.getuid?.() === 0 && findOnPath('apt-get')) {
    await aptGet(['update'], options);
    await aptGet(
      [
        'install',
        '-y',
        '--no-install-recommends',
        'chromium',
        'fonts-liberation',
      ],
      options,
    );
  }
  const installed = findChromium();
  if (!installed) {
    throw new DevError(
      "Chromium is missing: install the system's package of it (such as `apt-get install chromium`), or name an executable in CHROMIUM_PATH.",
    );
  }
  return installed;
}

function findChromium(): string | undefined {
  if (process.env.CHROMIUM_PATH) {
    return process.env.CHROMIUM_PATH;
  }
  return (
    names.map(findOnPath).find(Boolean) ??
    (existsSync(macApplication) ? macApplication : undefined)
  );
}

function findOnPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .map(folder => path.join(folder, name))
    .find(file => existsSync(file));
}

async function aptGet(
  args: string[],
  { checkout, signal }: { checkout: string; signal: AbortSignal },
): Promise<void> {
  const command = ['apt-get', '-qq', ...args];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const exitCode = await runCommand(command, { cwd: checkout, env, signal });
  if (exitCode !== 0) {
    throw new DevError(
      `\`${command.join(
        ' ',
      )}\` failed with exit code ${exitCode}: see above, or name a Chromium in CHROMIUM_PATH.`,
    );
  }
}

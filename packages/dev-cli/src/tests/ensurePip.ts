import execa from 'execa';
import { DevError } from '../DevError';
import { aptGet, canInstall } from './systemPackages';

/** Sees to pip, which gets the engines and their model; installs the system's package of it where that is possible. */
export async function ensurePip(options: {
  checkout: string;
  signal: AbortSignal;
}): Promise<void> {
  if (await hasPip()) {
    return;
  }
  if (canInstall()) {
    await aptGet(['update'], options);
    await aptGet(
      ['install', '-y', '--no-install-recommends', 'python3-pip'],
      options,
    );
  }
  if (!(await hasPip())) {
    throw new DevError(
      "Python's pip is missing: install the system's package of it (such as `apt-get install python3-pip`).",
    );
  }
}

async function hasPip(): Promise<boolean> {
  const asked = await execa('python3', ['-m', 'pip', '--version'], {
    reject: false,
  });
  return asked.exitCode === 0;
}

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cacheDirectory } from '@orgmodels/dev-cluster';

const run = promisify(execFile);

/**
 * Gets packages of Python's index, once for all checkouts of this machine.
 *
 * @returns the folder to be `PYTHONPATH`
 */
export async function installPythonPackages(
  requirements: string,
): Promise<string> {
  const { stdout: version } = await run('python3', ['--version']);
  const key = createHash('sha256')
    .update(version)
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 16);
  const target = path.join(cacheDirectory(), 'python', key);
  if (existsSync(target)) {
    return target;
  }
  // Moved when complete: a killed run leaves no half, and of two one wins
  await mkdir(path.dirname(target), { recursive: true });
  const work = await mkdtemp(`${target}.`);
  try {
    const install = ['-m', 'pip', 'install', '--quiet', '--target', work];
    await run('python3', [...install, '--requirement', requirements]);
    await rename(work, target).catch(error => {
      if (!existsSync(target)) {
        throw error;
      }
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return target;
}

/** Runs a program and reads the JSON that it prints. */
export async function runPython(
  program: string,
  options: { packages: string; env: Record<string, string> },
): Promise<any> {
  const { packages: PYTHONPATH, env } = options;
  const { stdout } = await run('python3', [program], {
    env: { PATH: process.env.PATH, PYTHONPATH, ...env },
  });
  return JSON.parse(stdout);
}

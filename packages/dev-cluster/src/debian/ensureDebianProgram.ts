import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheDirectory } from '../cluster/kwokctl/ensureControlPlane';

const run = promisify(execFile);

/**
 * The path of a program: the machine's own, else that of Debian's package, which is unpacked into the cache and not
 * installed. That takes a second; to build one from its Go module takes minutes.
 *
 * @param name - of the program, and of its package
 * @throws Error that says what could not be had
 */
export async function ensureDebianProgram(name: string): Promise<string> {
  const own = await run('sh', ['-c', `command -v ${name}`]).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
  if (own) {
    return own;
  }
  const target = path.join(cacheDirectory(), name, process.arch);
  if (!existsSync(target)) {
    await unpackPackage(name, target).catch(error => {
      throw new Error(
        `There is no ${name} here: install one, so that "${name}" is found (${error.message})`,
      );
    });
  }
  return path.join(target, 'usr/bin', name);
}

// Moved when complete: a killed run leaves no half, and of two one wins
async function unpackPackage(name: string, target: string): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  const work = await mkdtemp(`${target}.`);
  try {
    const download = () => run('apt-get', ['download', name], { cwd: work });
    await download().catch(async () => {
      // Without lists of packages, as in fresh images
      await run('apt-get', ['update', '-qq']);
      await download();
    });
    const [file] = await readdir(work);
    await run('dpkg-deb', ['-x', file, '.'], { cwd: work });
    await rm(path.join(work, file));
    await rename(work, target).catch(error => {
      if (!existsSync(target)) {
        throw error;
      }
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { cacheDirectory } from '../../cluster/kwokctl/ensureControlPlane';

/**
 * A folder of the cache that all checkouts of this machine share, filled once.
 *
 * @param name - what it holds, and a key of the content
 * @returns its path
 */
export async function installOnce(
  [name, key]: readonly [string, string],
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const target = path.join(cacheDirectory(), name, key);
  if (!existsSync(target)) {
    await install(target, fill);
  }
  return target;
}

// Made in a place of its own and moved when complete: a killed run leaves no
// half, and of two runs at once one wins
async function install(
  target: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  const work = await mkdtemp(`${target}.`);
  try {
    await fill(work);
    await rename(work, target).catch(error => {
      if (!existsSync(target)) {
        throw error;
      }
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

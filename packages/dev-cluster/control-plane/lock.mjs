import { rm, stat, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const heartbeatMs = 2_000;
const staleAfterMs = 15_000;

/**
 * Runs one holder's work at a time over all processes that share the directory, and survives a killed holder: the
 * holder touches the lock file, and a file not touched for 15 seconds is nobody's.
 *
 * It spares doubled work, no more. What is done under it must itself be safe when done twice (build aside, rename at
 * the end), since two waiters may take over a stale lock at the same moment.
 */
export async function withLock(file, { onProgress = () => {} }, work) {
  await acquire(file, onProgress);
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(error => {
      if (error.code !== 'ENOENT') throw error;
    });
  }, heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  }
}

async function acquire(file, onProgress) {
  for (let announced = false; ; announced = true) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (await isStale(file)) {
      await rm(file, { force: true });
      continue;
    }
    if (!announced)
      onProgress(
        'waiting for another process that is already preparing the control plane',
      );
    await delay(500);
  }
}

async function isStale(file) {
  try {
    return Date.now() - (await stat(file)).mtimeMs > staleAfterMs;
  } catch (error) {
    if (error.code === 'ENOENT') return true;
    throw error;
  }
}

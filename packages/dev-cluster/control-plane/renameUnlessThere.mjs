import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';

/** Gives a finished directory its final name; when another process was first, its work is kept and ours dropped. */
export async function renameUnlessThere(from, to) {
  try {
    await rename(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
    await rm(from, { recursive: true, force: true });
  }
}

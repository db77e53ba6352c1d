import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The development portal's service token, the same until `./dev reset`. */
export function ensureServiceToken(directory: string): string {
  return readServiceToken(directory) ?? createServiceToken(directory);
}

/** The service token, when a portal has been started here before. */
export function readServiceToken(directory: string): string | undefined {
  try {
    return readFileSync(tokenFile(directory), 'utf8') || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

function createServiceToken(directory: string): string {
  const token = randomBytes(24).toString('hex');
  mkdirSync(directory, { recursive: true });
  writeFileSync(tokenFile(directory), token, { mode: 0o600 });
  return token;
}

function tokenFile(directory: string): string {
  return path.join(directory, 'service-token');
}

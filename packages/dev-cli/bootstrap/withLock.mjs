import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { checkout } from './checkout.mjs';

/**
 * Runs `action` while no other process of this checkout runs one under the same name.
 *
 * The lock is a listening socket: the system closes it with its process, however that ends, so a killed
 * run never leaves a lock behind. `action` gets the socket: a child which inherits it holds the lock too.
 */
export async function withLock(name, { signal, onWait }, action) {
  const address = lockAddress(name);
  let lock = await tryListen(address);
  if (!lock) {
    onWait(`waiting for another ./dev in this checkout (${name}) …`);
  }
  while (!lock) {
    await delay(250, undefined, { signal });
    lock = await tryListen(address);
  }
  try {
    return await action(lock);
  } finally {
    lock.close();
  }
}

/** On Linux a name that is no file; elsewhere a file, which can outlive its process. */
function lockAddress(name) {
  const key = createHash('sha256').update(checkout).digest('hex').slice(0, 16);
  const file = `dev-${key}-${name}.sock`;
  return process.platform === 'linux' ? `\0${file}` : join(tmpdir(), file);
}

async function tryListen(address) {
  const server = createServer(socket => socket.destroy());
  try {
    await once(server.listen(address), 'listening');
    return server.unref();
  } catch (error) {
    if (error.code !== 'EADDRINUSE') {
      throw error;
    }
  }
  if (!address.startsWith('\0') && !(await isAnswered(address))) {
    rmSync(address, { force: true });
  }
  return undefined;
}

async function isAnswered(address) {
  const socket = connect(address);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

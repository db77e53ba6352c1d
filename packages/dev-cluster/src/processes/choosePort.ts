import { once } from 'node:events';
import net from 'node:net';
import getPort from 'get-port';

/** The preferred TCP port of 127.0.0.1 where it is free, else one that the system gives. */
export async function choosePort(preferred?: number): Promise<number> {
  if (preferred && (await isFree(preferred))) return preferred;
  // It gives no port twice within half a minute, so that there is time to listen on each.
  return getPort({ host: '127.0.0.1' });
}

async function isFree(port: number): Promise<boolean> {
  const server = net.createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return false; // whatever the reason, nobody can listen there
  }
  await once(server.close(), 'close');
  return true;
}

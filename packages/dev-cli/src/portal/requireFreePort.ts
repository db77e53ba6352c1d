import { once } from 'node:events';
import { createServer } from 'node:net';
import { DevError } from '../DevError';

/**
 * Throws a DevError when something listens on the port already, on either of the addresses that `localhost` means.
 */
export async function requireFreePort(
  port: number,
  options: { purpose: string },
): Promise<void> {
  for (const host of ['127.0.0.1', '::1']) {
    if (await isTaken(port, host)) {
      throw new DevError(
        `Port ${port}, wanted for ${options.purpose}, is in use by another program: stop that, or choose another port with ./dev up --port N.`,
      );
    }
  }
}

async function isTaken(port: number, host: string): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen({ port, host }), 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') {
      return false; // a machine without IPv6
    }
    if (code === 'EACCES') {
      throw new DevError(
        `Port ${port} is reserved for the system: choose one above 1023 with ./dev up --port N.`,
      );
    }
    if (code !== 'EADDRINUSE') {
      throw error;
    }
    return true;
  }
  await new Promise(resolve => server.close(resolve));
  return false;
}

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { waitFor } from '../testing/waitFor';
import { choosePort } from './choosePort';
import { watchOwner } from './watchOwner';

/** A program that serves on a port of this machine. */
export interface RunningServer {
  url: string;
  /** Ends it; its directory goes with it. */
  stop(): Promise<void>;
}

/**
 * Starts a program in a directory of its own, and waits until it answers.
 *
 * @param options - `prepare` puts into the directory what the program needs, and returns its arguments; `readyPath`:
 * what it answers when it is ready; `certificate`: PEM, when it answers over TLS, for 127.0.0.1
 * @throws Error with the end of what it said
 */
export async function startServer(options: {
  program: string;
  prepare(place: { directory: string; port: number }): Promise<string[]>;
  readyPath: string;
  certificate?: string;
}): Promise<RunningServer> {
  const { program, prepare, readyPath, certificate } = options;
  const name = path.basename(program);
  const directory = await mkdtemp(path.join(tmpdir(), `dev-${name}-`));
  const unwatch = watchOwner(directory, {
    whenOwnerDies: 'delete',
    signal: 'KILL',
  });
  const release = async () => {
    unwatch();
    await rm(directory, { recursive: true, force: true });
  };
  const port = await choosePort();
  const args = await prepare({ directory, port }).catch(async error => {
    await release();
    throw error;
  });
  let log = '';
  const child = execFile(program, args);
  const ended = once(child, 'exit');
  child.stderr?.on('data', chunk => {
    log = `${log}${chunk}`.slice(-4_000);
  });
  await writeFile(path.join(directory, `${name}.pid`), `${child.pid}\n`);
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    await release();
  };
  const url = `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`;
  await waitFor(
    name,
    async () => {
      if (child.exitCode !== null) {
        throw new Error(log);
      }
      return isAnswered(`${url}${readyPath}`, certificate);
    },
    { timeoutMs: 30_000 },
  ).catch(async error => {
    await stop();
    throw error;
  });
  return { url, stop };
}

async function isAnswered(
  url: string,
  ca: string | undefined,
): Promise<boolean> {
  if (!ca) {
    return (await fetch(url)).ok;
  }
  const request = get(url, { ca });
  const [response]: IncomingMessage[] = await once(request, 'response');
  response.resume();
  return response.statusCode === 200;
}

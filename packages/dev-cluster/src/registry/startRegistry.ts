import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureDebianProgram } from '../debian/ensureDebianProgram';
import { type RunningServer, startServer } from '../processes/startServer';

/** Who is let in. */
export type RegistryAuth =
  /** `htpasswd`: lines of `user:bcrypt`. */
  | { by: 'password'; htpasswd: string }
  /** `certificate`: PEM, of whoever signs the tokens. */
  | { by: 'token'; realm: string; service: string; certificate: string };

/**
 * Starts the registry of the distribution project, empty.
 *
 * @param options - `tls`: PEM; without it, it answers in the open
 */
export async function startRegistry(
  options: { auth?: RegistryAuth; tls?: { cert: string; key: string } } = {},
): Promise<RunningServer> {
  const { auth, tls } = options;
  return startServer({
    certificate: tls?.cert,
    program: await ensureDebianProgram('docker-registry'),
    // without having been let in nobody may ask for anything below /v2/
    readyPath: '/',
    prepare: async ({ directory, port }) => {
      const credentials = path.join(directory, 'credentials');
      await writeFile(
        credentials,
        auth?.by === 'password' ? auth.htpasswd : auth?.certificate ?? '',
      );
      const config = {
        version: '0.1',
        log: { level: 'error' },
        storage: {
          filesystem: { rootdirectory: path.join(directory, 'data') },
        },
        http: {
          addr: `127.0.0.1:${port}`,
          ...(tls && { tls: await writeTls(tls, directory) }),
        },
        ...(auth && { auth: toAuth(auth, credentials) }),
      };
      const file = path.join(directory, 'config.yml');
      // JSON is YAML
      await writeFile(file, JSON.stringify(config));
      return ['serve', file];
    },
  });
}

async function writeTls(
  { cert, key }: { cert: string; key: string },
  directory: string,
) {
  const files = {
    certificate: path.join(directory, 'tls.crt'),
    key: path.join(directory, 'tls.key'),
  };
  await writeFile(files.certificate, cert);
  await writeFile(files.key, key, { mode: 0o600 });
  return files;
}

function toAuth(auth: RegistryAuth, credentials: string) {
  return auth.by === 'password'
    ? { htpasswd: { realm: 'registry', path: credentials } }
    : {
        token: {
          realm: auth.realm,
          service: auth.service,
          issuer: auth.service,
          rootcertbundle: credentials,
        },
      };
}

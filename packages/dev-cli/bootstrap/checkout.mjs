import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top folder of this checkout. */
export const checkout = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../..',
);

/** What this checkout's commands write at run time. Never committed. */
export const devDirectory = join(checkout, '.dev');

/** What every checkout of this machine shares. Safe to delete: it is made again. */
export const cacheDirectory =
  process.env.ORGANIZATION_MODELS_DEV_CACHE ??
  join(
    process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
    'organization-models-dev',
  );

/** Shown before the packages are installed; afterwards the command line describes itself. */
export const usage = `./dev up      installs, builds and starts cluster, backend and web app
./dev test    runs every check and test
./dev yarn …  runs Yarn with the Node.js of this project

After the first ./dev up, ./dev --help tells the rest.
`;

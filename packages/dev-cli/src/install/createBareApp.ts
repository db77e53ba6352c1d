import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { cacheDirectory } from '@orgmodels/dev-cluster';
import { TestContext } from '../tests/TestPart';
import { runOrFail } from './runOrFail';

/** Makes apps of Backstage 1.55. */
const createApp = '@backstage/create-app@0.9.2';

/** Compiled for minutes and never loaded: what a laptop's keychain, SSH and the pages of API definitions would need. */
const needlessBuilds = [
  'keytar',
  'cpu-features',
  'ssh2',
  'tree-sitter',
  'tree-sitter-json',
  '@tree-sitter-grammars/tree-sitter-yaml',
  'core-js',
  'core-js-pure',
  '@scarf/scarf',
  'protobufjs',
];

const keptDays = 7;

/**
 * Makes a new Backstage app with its packages installed, at `directory`.
 *
 * @remarks
 * Its packages are those of the release, and beneath them those of our own yarn.lock, as create-app would take them from
 * the release's lock file. Installing takes minutes, so an installed app is kept in the cache; the new one has links to
 * its packages.
 */
export async function createBareApp(
  directory: string,
  context: TestContext,
): Promise<void> {
  const kept = await ensureKeptApp(context);
  await runOrFail(
    [
      `mkdir '${directory}' && tar -C '${kept}' --exclude=node_modules -cf - . | tar -C '${directory}' -xf -`,
      `cd '${kept}' && for modules in node_modules packages/*/node_modules; do`,
      `  [ ! -d "$modules" ] || cp -al "$modules" '${directory}'/"$modules"`,
      'done',
      // Yarn writes it in place, and so through to what is kept
      `cp --remove-destination node_modules/.yarn-state.yml '${directory}/node_modules'`,
    ].join('\n'),
    { cwd: context.workspace.checkout, signal: context.signal },
  );
}

async function ensureKeptApp(context: TestContext): Promise<string> {
  const { checkout } = context.workspace;
  const lock = readFileSync(path.join(checkout, 'yarn.lock'), 'utf8');
  const key = createHash('sha256')
    .update([createApp, process.versions.modules, needlessBuilds, lock].join())
    .digest('hex')
    .slice(0, 16);
  const home = path.join(cacheDirectory(), 'bare-apps');
  const kept = path.join(home, key);
  if (!existsSync(kept)) {
    mkdirSync(home, { recursive: true });
    removeOld(home);
    const work = `${kept}.${process.pid}`;
    await context.steps.run('new Backstage app installed', () =>
      installApp(work, { ...context, lock }),
    );
    renameSync(work, kept);
  }
  utimesSync(kept, new Date(), new Date());
  return kept;
}

function removeOld(home: string): void {
  const oldest = Date.now() - keptDays * 24 * 3600_000;
  for (const name of readdirSync(home)) {
    const file = path.join(home, name);
    if (statSync(file).mtimeMs < oldest) {
      rmSync(file, { recursive: true });
    }
  }
}

async function installApp(
  app: string,
  { signal, lock }: TestContext & { lock: string },
): Promise<void> {
  rmSync(app, { recursive: true, force: true });
  const run = (script: string, cwd: string) =>
    runOrFail(script, { cwd, env: appEnvironment(), signal });
  await run(
    `BACKSTAGE_APP_NAME=bare npx --yes ${createApp} --skip-install --path '${app}'`,
    path.dirname(app),
  );
  await run('git init --quiet', app);
  for (const file of [
    'package.json',
    'packages/app/package.json',
    'packages/backend/package.json',
  ]) {
    const manifest = path.join(app, file);
    writeFileSync(manifest, pinToRelease(readFileSync(manifest, 'utf8')));
  }
  const ownLock = path.join(app, 'yarn.lock');
  writeFileSync(ownLock, toSeed(lock, readFileSync(ownLock, 'utf8')));
  await run('yarn install', app);
}

/** A new app has ranges, and today's newest of them do not fit each other: docs/install.md says what to do then. */
function pinToRelease(text: string): string {
  const manifest = JSON.parse(
    text.replace(/("@backstage\/[^"]+": ")\^/g, '$1'),
  );
  return JSON.stringify({
    ...manifest,
    ...(manifest.workspaces && {
      dependenciesMeta: Object.fromEntries(
        needlessBuilds.map(name => [name, { built: false }]),
      ),
    }),
  });
}

/** The app's own Yarn is older, and takes a lock file of its own version only. */
function toSeed(lock: string, own: string): string {
  const version = /^ {2}version: \d+$/m;
  return lock.replace(version, version.exec(own)![0]);
}

/** Without what `./dev` tells our own Yarn, as a user's shell has it. */
export function appEnvironment(): NodeJS.ProcessEnv {
  const { YARN_IGNORE_PATH, ...env } = process.env;
  return { ...env, YARN_ENABLE_IMMUTABLE_INSTALLS: 'false' };
}

import { stripVTControlCharacters } from 'node:util';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { checkout, devDirectory } from './checkout.mjs';
import { DevError } from './DevError.mjs';
import { withLock } from './withLock.mjs';

const stampFile = join(checkout, 'node_modules/.dev-installed.json');
const logFile = join(devDirectory, 'logs/install.log');

/** True when packages were installed here, perhaps from older manifests. */
export function packagesAreInstalled() {
  return existsSync(stampFile);
}

/** Installs the packages that yarn.lock names, unless they are there already. */
export async function installPackages({ steps, signal }) {
  if (isUpToDate()) {
    return;
  }
  await withLock('install', { signal, onWait: steps.note }, async lock => {
    if (isUpToDate()) {
      return;
    }
    await steps.run(
      'packages installed',
      () => installAndStamp({ signal, lock }),
      {
        announce: 'installing packages: about two minutes the first time',
      },
    );
  });
}

async function installAndStamp(options) {
  const before = readStamp();
  await yarn(['install', '--immutable'], options);
  const wanted = wantedStamp();
  if (before && before.abi !== wanted.abi) {
    // Yarn does not know that native modules were compiled for another Node.js.
    await yarn(['rebuild'], options);
  }
  writeFileSync(stampFile, JSON.stringify(wanted));
}

function isUpToDate() {
  const stamp = readStamp();
  const wanted = wantedStamp();
  return stamp?.manifests === wanted.manifests && stamp.abi === wanted.abi;
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return undefined; // missing or cut off: both mean "install again", which is cheap when nothing changed
  }
}

function wantedStamp() {
  const hash = createHash('sha256');
  for (const file of manifestFiles()) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(checkout, file)));
  }
  return {
    manifests: hash.digest('hex'),
    abi: `${process.platform}-${process.arch}-${process.versions.modules}`,
  };
}

function manifestFiles() {
  const workspaces = ['packages', 'plugins'].flatMap(parent =>
    readdirSync(join(checkout, parent)).map(
      name => `${parent}/${name}/package.json`,
    ),
  );
  return [
    'package.json',
    'yarn.lock',
    '.yarnrc.yml',
    ...workspaces.sort(),
  ].filter(file => existsSync(join(checkout, file)));
}

async function yarn(args, { signal, lock }) {
  mkdirSync(join(devDirectory, 'logs'), { recursive: true });
  const log = createWriteStream(logFile);
  await once(log, 'open');
  const child = spawn('yarn', args, {
    cwd: checkout,
    // Yarn goes on when this process is killed, and so must the lock. Node.js hands over servers by their handle only.
    stdio: ['ignore', log, log, lock._handle],
    signal,
  });
  const [code] = await once(child, 'close');
  log.close();
  if (code !== 0) {
    throw new DevError(explainFailure(readFileSync(logFile, 'utf8')));
  }
}

const knownFailures = [
  [
    /ENOSPC|No space left/,
    'The disk is full: free some space (the packages need about 4 GB)',
  ],
  [
    /YN0028/,
    'yarn.lock does not fit the package.json files: run ./dev yarn install and commit yarn.lock',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|RequestError/,
    'The npm registry could not be reached: check the network or npm_config_registry / YARN_NPM_REGISTRY_SERVER',
  ],
  [/EACCES|EROFS/, `${checkout} cannot be written: check its owner`],
];

function explainFailure(log) {
  const known = knownFailures.find(([pattern]) => pattern.test(log));
  const what =
    known?.[1] ?? `Yarn could not install the packages: ${lastError(log)}`;
  return `${what}; details are in ${logFile}.`;
}

function lastError(log) {
  const lines = log.trim().split('\n');
  const line =
    lines.findLast(text => /error|YN0001|couldn't/i.test(text)) ?? lines.at(-1);
  return stripVTControlCharacters(line).trim();
}

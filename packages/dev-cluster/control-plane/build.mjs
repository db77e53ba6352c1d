#!/usr/bin/env node
/**
 * Builds the control plane's binaries from their Go modules, once, into a cache outside the checkout.
 *
 * Runs before node_modules exist, so it depends on Node alone. `go.mod`, `helm/go.mod` and those of older versions of
 * Kubernetes hold every version, and their `go.sum` every checksum; nothing is downloaded that these do not name.
 *
 * As a program it prints progress on stderr and, last, one line of JSON on stdout: `{"binaries": …, "crds": …}`.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { link, mkdir, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureCrds } from './crds.mjs';
import { requireGo, runGo } from './go.mjs';
import { withLock } from './lock.mjs';
import { renameUnlessThere } from './renameUnlessThere.mjs';

const controlPlane = path.dirname(fileURLToPath(import.meta.url));
const helm = path.join(controlPlane, 'helm');

/** What is Kubernetes' own, and so of an older version where one is asked for. */
const kubernetesServers = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
];

/** Minor versions beside that of go.mod; each has a folder with its own one. */
const olderVersions = ['1.28'];

/** What a directory of binaries must hold to start a cluster. */
const needed = [
  'etcd',
  'etcdctl',
  'etcdutl',
  ...kubernetesServers,
  'kwok',
  'kwokctl',
  'kubectl',
];

/**
 * Returns the directory with the binaries, building them when this cache has none for these versions and platform.
 *
 * `ORGANIZATION_MODELS_CONTROL_PLANE_BINARIES` names a directory to use instead; Go is then not needed.
 * `ORGANIZATION_MODELS_KUBERNETES` names an older minor version of Kubernetes, such as 1.28.
 *
 * @param {{cacheDirectory?: string, onProgress?: (line: string) => void}} options
 * @returns {Promise<string>}
 */
export async function ensureBinaries({
  cacheDirectory = defaultCacheDirectory(),
  onProgress = () => {},
} = {}) {
  const given = givenBinaries();
  if (given) return requireComplete(given, needed);
  const older = olderVersion();
  const newest = await ensureBuilt(
    buildKey('k8s.io/kubernetes', {
      directory: controlPlane,
      flags: versionFlags(controlPlane),
    }),
    {
      cacheDirectory,
      onProgress,
      build: buildControlPlane,
    },
  );
  return older
    ? ensureOlder(older, { newest, cacheDirectory, onProgress })
    : newest;
}

function olderVersion() {
  const asked = process.env.ORGANIZATION_MODELS_KUBERNETES;
  const usual = /^v(\d+\.\d+)/.exec(
    version('k8s.io/kubernetes', controlPlane),
  )[1];
  if (!asked || asked === usual) return undefined;
  if (!olderVersions.includes(asked)) {
    throw new Error(
      `Kubernetes ${asked} cannot be built here: choose ${[
        usual,
        ...olderVersions,
      ].join(' or ')}`,
    );
  }
  return asked;
}

// etcd, kwok and the tools are those of the newest: they get on with older API servers
function ensureOlder(older, { newest, ...options }) {
  const directory = path.join(controlPlane, `kubernetes-${older}`);
  const flags = versionFlags(directory);
  const key = buildKey('k8s.io/kubernetes', {
    directory,
    flags: [flags, path.basename(newest)].join(' '),
  });
  const build = async (target, { onProgress }) => {
    onProgress(
      `building Kubernetes ${older}: this happens once and takes about seven minutes on two cores`,
    );
    await goBuild(kubernetesServers.map(commandOf), {
      directory,
      output: `${target}/`,
      flags,
    });
    for (const name of needed.filter(
      each => !kubernetesServers.includes(each),
    )) {
      await link(path.join(newest, name), path.join(target, name));
    }
  };
  return ensureBuilt(key, { ...options, build });
}

function commandOf(name) {
  return `k8s.io/kubernetes/cmd/${name}`;
}

/**
 * Returns the directory with helm, which people use and no cluster needs: it is built when it is first asked for.
 *
 * @param {{cacheDirectory?: string, onProgress?: (line: string) => void}} options
 * @returns {Promise<string>}
 */
export async function ensureHelm({
  cacheDirectory = defaultCacheDirectory(),
  onProgress = () => {},
} = {}) {
  const given = givenBinaries();
  if (given) return requireComplete(given, ['helm']);
  return ensureBuilt(
    `helm-${buildKey('helm.sh/helm/v3', {
      directory: helm,
      flags: helmVersionFlags(),
    })}`,
    {
      cacheDirectory,
      onProgress,
      build: buildHelm,
    },
  );
}

function givenBinaries() {
  const given = process.env.ORGANIZATION_MODELS_CONTROL_PLANE_BINARIES;
  return given && path.resolve(given);
}

async function ensureBuilt(key, { cacheDirectory, onProgress, build }) {
  const root = path.join(cacheDirectory, 'control-plane');
  const target = path.join(root, key);
  if (existsSync(target)) return target;

  await mkdir(root, { recursive: true });
  await withLock(path.join(root, '.lock'), { onProgress }, async () => {
    if (existsSync(target)) return;
    await removeAbandonedBuilds(root);
    await buildAt(target, { onProgress, build });
  });
  return target;
}

/** Where everything that is the same for all checkouts is kept. */
export function defaultCacheDirectory() {
  const home = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
  return (
    process.env.ORGANIZATION_MODELS_DEV_CACHE ??
    path.join(home, 'organization-models-dev')
  );
}

// Built beside the target and renamed at the end: a directory under its final name is always complete. A killed
// build goes on where it was, since Go caches each compiled package.
async function buildAt(target, { onProgress, build }) {
  await requireGo(controlPlane);
  const started = Date.now();
  const building = `${target}.building-${process.pid}`;
  await mkdir(building, { recursive: true });
  await build(building, { onProgress });
  await renameUnlessThere(building, target);
  const seconds = Math.round((Date.now() - started) / 1000);
  onProgress(`built in ${seconds} s`);
}

async function buildControlPlane(directory, { onProgress }) {
  onProgress(
    `building the control plane (Kubernetes ${version(
      'k8s.io/kubernetes',
      controlPlane,
    )}): this happens once and takes about five minutes on two cores`,
  );
  const build = (output, packages) =>
    goBuild(packages, {
      directory: controlPlane,
      output,
      flags: versionFlags(controlPlane),
    });
  await build(`${directory}/`, controlPlanePackages());
  await build(path.join(directory, 'etcd'), ['go.etcd.io/etcd/server/v3']);
}

async function buildHelm(directory, { onProgress }) {
  onProgress('building helm: this happens once and takes about two minutes');
  await goBuild(['helm.sh/helm/v3/cmd/helm'], {
    directory: helm,
    output: path.join(directory, 'helm'),
    flags: helmVersionFlags(),
  });
}

// Compilers that collect their garbage less often, and write no debugging information, which the linker would leave
// out, take a third less time.
function goBuild(packages, { directory, output, flags }) {
  const compile = ['-trimpath', '-gcflags=all=-dwarf=false'];
  return runGo(
    ['build', ...compile, '-ldflags', flags, '-o', output, ...packages],
    {
      directory,
      env: { CGO_ENABLED: '0', GOGC: process.env.GOGC ?? '400' },
    },
  );
}

function controlPlanePackages() {
  const kubernetes = [...kubernetesServers, 'kubectl'].map(commandOf);
  const kwok = ['kwok', 'kwokctl'].map(name => `sigs.k8s.io/kwok/cmd/${name}`);
  const etcd = ['etcdctl', 'etcdutl'].map(name => `go.etcd.io/etcd/${name}/v3`);
  return [...kubernetes, ...kwok, ...etcd];
}

/** Without these the API server calls itself `v0.0.0-master+$Format:%H$`. */
function versionFlags(directory) {
  const kubernetes = version('k8s.io/kubernetes', directory);
  const [major, minor] = kubernetes.slice(1).split('.');
  return linkerFlags({
    'k8s.io/component-base/version.gitVersion': kubernetes,
    'k8s.io/component-base/version.gitMajor': major,
    'k8s.io/component-base/version.gitMinor': minor,
    'k8s.io/component-base/version.gitTreeState': 'archive',
    'k8s.io/component-base/version.gitCommit': 'archive',
    'k8s.io/component-base/version.buildDate': '1970-01-01T00:00:00Z',
  });
}

// Without a version of Kubernetes, Helm renders charts for 1.20, where no cluster tells it
function helmVersionFlags() {
  const [major, minor] = version('k8s.io/kubernetes', controlPlane)
    .slice(1)
    .split('.');
  const kubernetes = ['pkg/chartutil', 'pkg/lint/rules'].flatMap(part => [
    [`helm.sh/helm/v3/${part}.k8sVersionMajor`, major],
    [`helm.sh/helm/v3/${part}.k8sVersionMinor`, minor],
  ]);
  return linkerFlags({
    'helm.sh/helm/v3/internal/version.version': version(
      'helm.sh/helm/v3',
      helm,
    ),
    ...Object.fromEntries(kubernetes),
  });
}

function linkerFlags(values) {
  const sets = Object.entries(values).map(
    ([name, value]) => `-X ${name}=${value}`,
  );
  return ['-s', '-w', ...sets].join(' ');
}

/** The version of a module as a directory's go.mod requires it. */
function version(module, directory) {
  const required = readFileSync(path.join(directory, 'go.mod'), 'utf8').match(
    new RegExp(`^\\s(?:require )?${module} (v\\S+)`, 'm'),
  );
  if (!required) throw new Error(`go.mod does not require ${module}`);
  return required[1];
}

function buildKey(module, { directory, flags }) {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum']) {
    hash.update(readFileSync(path.join(directory, file)));
  }
  hash.update(flags);
  const platform = `${process.platform}-${process.arch}`;
  return `${version(module, directory)}-${platform}-${hash
    .digest('hex')
    .slice(0, 12)}`;
}

async function removeAbandonedBuilds(root) {
  const names = await readdir(root);
  const abandoned = names.filter(name => name.includes('.building-'));
  for (const name of abandoned) {
    await rm(path.join(root, name), { recursive: true, force: true });
  }
}

function requireComplete(directory, names) {
  const missing = names.filter(name => !existsSync(path.join(directory, name)));
  if (missing.length > 0) {
    throw new Error(
      `ORGANIZATION_MODELS_CONTROL_PLANE_BINARIES names ${directory}, which lacks ${missing.join(
        ', ',
      )}: put them there, or unset the variable to have them built`,
    );
  }
  return directory;
}

async function main() {
  const onProgress = line => process.stderr.write(`${line}\n`);
  const binaries = await ensureBinaries({ onProgress });
  const crds = await ensureCrds({
    cacheDirectory: defaultCacheDirectory(),
    onProgress,
  });
  process.stdout.write(`${JSON.stringify({ binaries, crds })}\n`);
}

if (
  process.argv[1] &&
  path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)
) {
  main().catch(error => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}

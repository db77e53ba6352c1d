import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { lock } from 'proper-lockfile';
import { connectClients } from '../../clients';
import { CrdSet } from '../../crdSets';
import { ControlPlaneSettings } from '../kwokctl/buildKwokctlConfig';
import { ClusterLayout, clusterLayout } from '../layout/clusterLayout';
import { killComponents } from '../components/componentProcesses';
import { cacheDirectory, ControlPlane } from '../kwokctl/ensureControlPlane';
import { restoreEtcd, saveEtcd } from './etcdData';
import { fillCluster } from './fillCluster';
import { launchCluster } from '../launchCluster';
import { watchOwner } from '../../processes/watchOwner';

/**
 * A saved cluster with its custom resource definitions established and nothing else in it, from which others start.
 *
 * @remarks
 * Applying 60 definitions takes 16 s of two cores, restoring them a tenth of a second. The certificates are saved too:
 * what etcd holds was signed with them or names them, so everything fits.
 */
export interface ClusterTemplate {
  snapshot: string;
  pki: string;
}

/** What kwok itself needs, beside the sets that were asked for. */
const kwokSets = ['kwok-crds', 'kwok-nodes', 'kwok-volumes'];

const settings: ControlPlaneSettings = {
  disableQpsLimits: true,
  admissionPlugins: [],
  disposable: true,
};

/** Raised when what a template holds changes for another reason than its manifests and versions. */
const generation = 2;

interface TemplateOptions {
  controlPlane: ControlPlane;
  onProgress?(line: string): void;
  signal?: AbortSignal;
}

/** Returns the template for these sets, made on first use. */
export async function ensureClusterTemplate(
  crds: readonly CrdSet[],
  options: TemplateOptions,
): Promise<ClusterTemplate> {
  const { manifests, binaries } = options.controlPlane;
  const sets = [...kwokSets, ...[...crds].sort()];
  const texts = await Promise.all(
    sets.map(set => readFile(path.join(manifests, `${set}.yaml`), 'utf8')),
  );
  const key = templateKey([path.basename(binaries), ...texts]);
  const directory = path.join(cacheDirectory(), 'snapshots', key);
  if (!existsSync(directory)) {
    await mkdir(path.dirname(directory), { recursive: true });
    await withLock(directory, async () => {
      if (existsSync(directory)) return;
      await makeTemplate(directory, texts, options);
    });
  }
  return templateIn(directory);
}

/** Gives a new cluster the template's data. */
export async function restoreClusterTemplate(
  template: ClusterTemplate,
  layout: ClusterLayout,
  options: { binaries: string },
): Promise<void> {
  await rm(layout.workDirectory, { recursive: true, force: true });
  await mkdir(layout.workDirectory, { recursive: true });
  await cp(template.pki, layout.pki, { recursive: true });
  await restoreEtcd(template.snapshot, layout.etcd, options);
}

async function makeTemplate(
  target: string,
  manifests: readonly string[],
  options: TemplateOptions,
): Promise<void> {
  options.onProgress?.(
    'preparing a cluster with these resource definitions: this happens once and takes about 20 s',
  );
  const { binaries } = options.controlPlane;
  const directory = await mkdtemp(`${target}.making-`);
  const layout = clusterLayout(directory, 'template');
  const unwatch = watchOwner(directory, {
    whenOwnerDies: 'delete',
    signal: 'KILL',
  });
  try {
    const { signal } = options;
    const { ports } = await launchCluster(layout, settings, {
      binaries,
      signal,
    });
    const clients = connectClients(layout.kubeconfig);
    await fillCluster(clients, manifests);
    await clients.close();
    const made = templateIn(path.join(directory, 'made'));
    await cp(layout.pki, made.pki, { recursive: true });
    await saveEtcd(made.snapshot, { binaries, ports });
    await rename(path.dirname(made.pki), target);
  } finally {
    await killComponents(layout);
    await rm(directory, { recursive: true, force: true });
    unwatch();
  }
}

/** One maker at a time, over all processes; a killed one's lock runs out. */
async function withLock(file: string, work: () => Promise<void>) {
  const release = await lock(file, {
    realpath: false,
    retries: { forever: true, minTimeout: 200, maxTimeout: 500 },
  });
  try {
    await work();
  } finally {
    await release();
  }
}

function templateKey(contents: readonly string[]): string {
  const hash = createHash('sha256').update(String(generation));
  for (const content of contents) hash.update(content);
  return hash.digest('hex').slice(0, 16);
}

function templateIn(directory: string): ClusterTemplate {
  return {
    snapshot: path.join(directory, 'etcd.db'),
    pki: path.join(directory, 'pki'),
  };
}

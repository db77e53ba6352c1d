import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runGo } from './go.mjs';
import { renameUnlessThere } from './renameUnlessThere.mjs';

const kwokModule = 'sigs.k8s.io/kwok@v0.8.0';

/**
 * The sets of manifests a cluster can be given, and where their authors publish them: folders or files inside a Go
 * module. Of the first group only the CustomResourceDefinitions are taken; the kwok ones are taken whole.
 */
export const crdSets = {
  aibrix: {
    module: 'github.com/vllm-project/aibrix@v0.7.0',
    paths: [
      'config/crd/autoscaling',
      'config/crd/model',
      'config/crd/orchestration',
    ],
  },
  kuberay: {
    module: 'github.com/ray-project/kuberay/ray-operator@v1.6.1',
    paths: ['config/crd/bases'],
  },
  // Later tags are no valid Go module versions; the ClusterPolicy kept its API version.
  gpuOperator: {
    module: 'github.com/NVIDIA/gpu-operator@v1.11.1',
    paths: ['config/crd/bases'],
  },
  gatewayApi: {
    module: 'sigs.k8s.io/gateway-api@v1.6.1',
    paths: ['config/crd/standard'],
  },
  envoyGateway: {
    module: 'github.com/envoyproxy/gateway@v1.9.0',
    paths: ['charts/gateway-helm/charts/crds/crds/generated'],
  },
  prometheusOperator: {
    module: 'github.com/prometheus-operator/prometheus-operator@v0.93.0',
    paths: ['example/prometheus-operator-crd'],
  },
  leaderWorkerSet: {
    module: 'sigs.k8s.io/lws@v0.9.0',
    paths: ['config/crd/bases'],
  },
  kueue: {
    module: 'sigs.k8s.io/kueue@v0.19.2',
    paths: ['config/components/crd/bases'],
  },
};

/** kwok's own resources, and its stock ways of playing nodes, volumes and pods. */
const kwokSets = {
  'kwok-crds': {
    module: kwokModule,
    paths: ['kustomize/crd/bases'],
  },
  'kwok-nodes': {
    module: kwokModule,
    paths: [
      'kustomize/stage/node/fast/node-initialize.yaml',
      'kustomize/stage/node/heartbeat-with-lease/node-heartbeat-with-lease.yaml',
    ],
  },
  'kwok-volumes': {
    module: kwokModule,
    paths: ['kustomize/stage/volume/fast'],
  },
  'kwok-pods': {
    module: kwokModule,
    paths: ['pod-ready', 'pod-complete', 'pod-delete'].map(
      name => `kustomize/stage/pod/fast/${name}.yaml`,
    ),
  },
};

/**
 * Returns a directory with one `<set>.yaml` per set, read from the Go modules on first use. Later calls need neither
 * Go nor network. `ORGANIZATION_MODELS_CONTROL_PLANE_CRDS` names a directory of the same form to use instead.
 *
 * @param {{cacheDirectory: string, onProgress?: (line: string) => void}} options
 * @returns {Promise<string>}
 */
export async function ensureCrds({ cacheDirectory, onProgress = () => {} }) {
  const given = process.env.ORGANIZATION_MODELS_CONTROL_PLANE_CRDS;
  if (given) return path.resolve(given);

  const target = path.join(cacheDirectory, 'crds', bundleKey());
  if (existsSync(target)) return target;

  onProgress('reading the custom resource definitions from their Go modules');
  const writing = `${target}.writing-${process.pid}`;
  await mkdir(writing, { recursive: true });
  const directories = await downloadModules();
  for (const [name, { module, paths }] of Object.entries({
    ...crdSets,
    ...kwokSets,
  })) {
    const wanted = name in crdSets ? isCrd : isObject;
    const documents = await readDocuments(directories.get(module), paths);
    const kept = documents.filter(wanted);
    if (kept.length === 0)
      throw new Error(`${module} has no manifests in ${paths.join(', ')}`);
    await writeFile(path.join(writing, `${name}.yaml`), kept.join('\n---\n'));
  }
  await renameUnlessThere(writing, target);
  return target;
}

function bundleKey() {
  const content = JSON.stringify({ crdSets, kwokSets });
  return createHash('sha256').update(content).digest('hex').slice(0, 12);
}

/** Downloads all modules at once; they are no dependencies of the binaries, so go.mod must not know them. */
async function downloadModules() {
  const sets = Object.values({ ...crdSets, ...kwokSets });
  const modules = [...new Set(sets.map(({ module }) => module))];
  const output = await runGo(['mod', 'download', '-json', ...modules], {
    directory: os.tmpdir(),
  });
  const found = output
    .split(/^(?=\{)/m)
    .filter(text => text.trim())
    .map(text => JSON.parse(text));
  return new Map(
    found.map(({ Path, Version, Dir }) => [`${Path}@${Version}`, Dir]),
  );
}

async function readDocuments(moduleDirectory, paths) {
  const files = [];
  for (const relative of paths) {
    const absolute = path.join(moduleDirectory, relative);
    files.push(
      ...(relative.endsWith('.yaml') ? [absolute] : await yamlFiles(absolute)),
    );
  }
  const texts = await Promise.all(files.map(file => readFile(file, 'utf8')));
  return texts
    .flatMap(text => text.split(/^---\s*$/m))
    .map(text => text.trim());
}

async function yamlFiles(directory) {
  const names = await readdir(directory);
  return names
    .filter(name => name.endsWith('.yaml'))
    .sort()
    .map(name => path.join(directory, name));
}

function isCrd(document) {
  return /^kind: CustomResourceDefinition\s*$/m.test(document);
}

function isObject(document) {
  return /^kind: (?!Kustomization)\w+\s*$/m.test(document);
}

import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import {
  KubeConfig,
  KubernetesObject,
  KubernetesObjectApi,
  PatchStrategy,
} from '@kubernetes/client-node';
import pLimit from 'p-limit';
import { scenarios } from './catalog';
import { compileScenario, Stage } from './compileScenario';
import { initLines, startLogs } from './engineLog/startLog';
import { writeCriLog } from './engineLog/writeCriLog';
import { initLogPath, logFilePath } from './logsTemplate';
import { ModelsMode, REAL_ENGINE } from './podPosition';
import { buildPodStages } from './podStages';
import { Pace, Scenario } from './scenario';

/** How a cluster plays its pods. */
export interface InstallScenariosOptions extends Partial<Pace> {
  /** `real`: the stand-ins run vLLM's pods in earnest. Default: `played`. */
  models?: ModelsMode;
  /** Where the log files are written. Default: `scenario-logs` beside the kubeconfig. */
  directory?: string;
  /** Further ones, such as logs that are played again. */
  further?: readonly Scenario[];
}

const DEFAULT_PACE: Pace = {
  startSeconds: 2,
  failAfterSeconds: 30,
  backOffSeconds: 10,
  stopSeconds: 0.2,
};

const FIELD_MANAGER = 'dev-cluster';

/** Requests to the API server at a time. */
const PARALLEL = 16;

/**
 * Makes KWOK play kubelets as the scenarios say: writes their log files and applies their stages. Applied again
 * it brings the cluster up to date. Other stages for pods, KWOK's stock ones too, are removed: two that match one pod
 * would race.
 */
export async function installScenarios(
  cluster: { kubeconfig: string },
  options: InstallScenariosOptions = {},
): Promise<void> {
  const { directory, models, further, ...pace } = withDefaults(
    cluster.kubeconfig,
    options,
  );
  const all = [...scenarios, ...further];
  const played = all.filter(
    ({ name }) => models === 'played' || name !== REAL_ENGINE,
  );
  const stages = [
    ...played.flatMap(scenario =>
      compileScenario(scenario, { pace, directory, models, all }),
    ),
    ...buildPodStages(pace, models),
  ];
  await writeLogs(directory, all);
  const api = connect(cluster.kubeconfig);
  await bringPodStages(api, stages);
  await applyObject(api, defaultLogs(directory));
}

function withDefaults(
  kubeconfig: string,
  {
    directory,
    models = 'played',
    further = [],
    ...pace
  }: InstallScenariosOptions,
): Pace &
  Required<Pick<InstallScenariosOptions, 'directory' | 'models' | 'further'>> {
  return {
    ...DEFAULT_PACE,
    ...pace,
    models,
    further,
    directory: resolve(directory ?? join(dirname(kubeconfig), 'scenario-logs')),
  };
}

/** The log of every pod that no step said anything about. */
const DEFAULT_LOG = { scenario: 'instant-start', log: 'serving' } as const;

async function writeLogs(
  directory: string,
  all: readonly Scenario[],
): Promise<void> {
  const end = new Date();
  const files = [
    ...all.flatMap(({ name, logs }) =>
      Object.entries(logs ?? {}).map(
        ([log, lines]) => [logFilePath(name, log, directory), lines] as const,
      ),
    ),
    [initLogPath(directory), initLines] as const,
    [
      logFilePath(DEFAULT_LOG.scenario, DEFAULT_LOG.log, directory),
      startLogs.serving,
    ] as const,
  ];
  await Promise.all(
    files.map(([file, lines]) => writeCriLog(file, lines, { end })),
  );
}

function defaultLogs(directory: string): KubernetesObject {
  const { scenario, log } = DEFAULT_LOG;
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'ClusterLogs',
    metadata: { name: 'dev-cluster' },
    spec: { logs: [{ logsFile: logFilePath(scenario, log, directory) }] },
  } as KubernetesObject;
}

function connect(kubeconfig: string): KubernetesObjectApi {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  return KubernetesObjectApi.makeApiClient(config);
}

async function applyObject(
  api: KubernetesObjectApi,
  object: KubernetesObject,
): Promise<void> {
  await api.patch(
    object,
    undefined,
    undefined,
    FIELD_MANAGER,
    true,
    PatchStrategy.ServerSideApply,
  );
}

/**
 * Makes these the only stages for pods: any other one would race with ours. What is there already is left as it
 * is, told by a hash of its content: writing all stages is most of the time this takes.
 */
async function bringPodStages(
  api: KubernetesObjectApi,
  stages: readonly Stage[],
): Promise<void> {
  const wanted = new Map(
    stages.map(toHashed).map(stage => [toKey(stage), stage]),
  );
  const { items } = await api.list<KubernetesObject & Pick<Stage, 'spec'>>(
    'kwok.x-k8s.io/v1alpha1',
    'Stage',
  );
  const present = items.filter(({ spec }) => spec.resourceRef.kind === 'Pod');
  const limit = pLimit(PARALLEL);
  await Promise.all(
    present
      .filter(stage => !wanted.has(toKey(stage)))
      .map(stage => limit(() => api.delete(stage))),
  );
  present.forEach(stage => wanted.delete(toKey(stage)));
  await Promise.all(
    [...wanted.values()].map(stage => limit(() => api.create(stage))),
  );
}

const HASH_ANNOTATION = 'dev-cluster/content-hash';

function toHashed(stage: Stage): KubernetesObject {
  const hash = createHash('sha256').update(JSON.stringify(stage)).digest('hex');
  return {
    ...stage,
    metadata: { ...stage.metadata, annotations: { [HASH_ANNOTATION]: hash } },
  };
}

function toKey({ metadata }: KubernetesObject): string {
  return `${metadata?.name} ${metadata?.annotations?.[HASH_ANNOTATION]}`;
}

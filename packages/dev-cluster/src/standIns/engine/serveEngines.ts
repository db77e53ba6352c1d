/*
 * A stand-in of the engines in all pods: one local server for each model pod that is ready, which KWOK's
 * port-forward leads to. A pod that is not ready refuses connections, as one that loads or died does.
 */
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { KubernetesObject, V1Pod } from '@kubernetes/client-node';
import { REAL_ENGINE, SCENARIO_KEY } from '../../scenarios/podPosition';
import {
  applyObject,
  isStatus,
  StandInCluster,
} from '../cluster/StandInCluster';
import { watchObjects } from '../cluster/watchObjects';
import { BatchOptions } from './Batch';
import { createEngine, Engine } from './createEngine';
import { TokenSource } from './TokenSource';
import { ServedModel, toServedModel } from './toServedModel';

export interface EnginesOptions extends Partial<BatchOptions> {
  /** How many pods have an engine at a time; further ones are ready without. Default: 20. */
  readonly max?: number;
  /** Pods that are run in earnest have engines already. */
  readonly leavesReal?: boolean;
  /** Whoever makes their words. Default: made up. */
  readonly source?: TokenSource;
}

/** The engines that run. */
export interface Engines {
  /** The mean of a gauge (name without `vllm:`) over the pods with these labels; `undefined` where none has it. */
  readLoad(
    metric: string,
    pods: { namespace: string; labels: Readonly<Record<string, string>> },
  ): number | undefined;
}

interface RunningEngine extends Engine {
  readonly pod: V1Pod;
  readonly server: Server;
}

const POD = { apiVersion: 'v1', kind: 'Pod', plural: 'pods' };
const DEFAULTS = { max: 20, tokensPerSecond: 200, maxRunning: 8 };

/** Serves until the cluster's signal aborts. */
export async function serveEngines(
  cluster: StandInCluster,
  options: EnginesOptions = {},
): Promise<Engines> {
  const settings = { ...DEFAULTS, ...options };
  const engines = new Map<string, RunningEngine>();
  const follow = async (pod: V1Pod) => {
    const uid = pod.metadata?.uid ?? '';
    if (settings.leavesReal && isReal(pod)) {
      return;
    }
    if (!isReadyModel(pod)) {
      stopEngine(engines, uid);
    } else if (!engines.has(uid) && engines.size < settings.max) {
      engines.set(uid, await startEngine(cluster, pod, settings));
    }
  };
  cluster.signal.addEventListener(
    'abort',
    () => [...engines.keys()].forEach(uid => stopEngine(engines, uid)),
    { once: true },
  );
  await watchObjects<V1Pod>(cluster, POD, {
    added: follow,
    changed: follow,
    removed: pod => stopEngine(engines, pod.metadata?.uid ?? ''),
  });
  return {
    readLoad: (metric, pods) =>
      mean([...engines.values()].filter(matches(pods)).map(readGauge(metric))),
  };
}

function isReal({ metadata }: V1Pod): boolean {
  return metadata?.labels?.[SCENARIO_KEY] === REAL_ENGINE;
}

function isReadyModel({ metadata, spec, status }: V1Pod): boolean {
  const isModel =
    metadata?.labels?.['model.aibrix.ai/name'] !== undefined ||
    /vllm/.test(spec?.containers[0]?.image ?? '');
  const ready = status?.conditions?.some(
    ({ type, status: value }) => type === 'Ready' && value === 'True',
  );
  return isModel && Boolean(ready) && !metadata?.deletionTimestamp;
}

async function startEngine(
  cluster: StandInCluster,
  pod: V1Pod,
  options: BatchOptions & { source?: TokenSource },
): Promise<RunningEngine> {
  const model = toServedModel(pod);
  const engine = createEngine(model, options);
  const server = createServer(engine.app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  if (cluster.signal.aborted) {
    server.close();
  }
  const { port } = server.address() as AddressInfo;
  await forwardPod(cluster, pod, { model, port });
  return { ...engine, pod, server };
}

/** A pod that is gone meanwhile needs no way to it. */
async function forwardPod(
  cluster: StandInCluster,
  { metadata }: V1Pod,
  { model, port }: { model: ServedModel; port: number },
): Promise<void> {
  const { name = '', namespace = '', uid = '' } = metadata ?? {};
  const object = {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'PortForward',
    metadata: {
      name,
      namespace,
      ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name, uid }],
    },
    spec: {
      forwards: [
        { ports: [model.port], target: { address: '127.0.0.1', port } },
      ],
    },
  } as KubernetesObject;
  try {
    await applyObject(cluster, object, { manager: 'engine-stand-in' });
  } catch (error) {
    if (!isStatus(error, 403) && !isStatus(error, 404)) {
      throw error;
    }
  }
}

function stopEngine(engines: Map<string, RunningEngine>, uid: string): void {
  const engine = engines.get(uid);
  engines.delete(uid);
  engine?.server.close();
  engine?.server.closeAllConnections();
}

function matches(wanted: {
  namespace: string;
  labels: Readonly<Record<string, string>>;
}) {
  return ({ pod }: RunningEngine) =>
    pod.metadata?.namespace === wanted.namespace &&
    Object.entries(wanted.labels).every(
      ([key, value]) => pod.metadata?.labels?.[key] === value,
    );
}

function readGauge(metric: string) {
  return ({ metrics }: RunningEngine) => metrics.read(metric);
}

function mean(values: (number | undefined)[]): number | undefined {
  const known = values.filter(value => value !== undefined);
  return known.length
    ? known.reduce((sum, value) => sum + value, 0) / known.length
    : undefined;
}

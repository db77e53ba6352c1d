import type {
  ClusterStatus,
  Quota,
  StatusAnswer,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { formatBytes } from '@orgmodels/backstage-plugin-organization-models-common';
import type {
  DatabaseClusterFacts,
  KnownCluster,
} from '../../database/facts/DatabaseClusterFacts';
import type { GpuConfig } from '../../domain/gpus/gpuConfig';
import { type GpuFacts, listGpus } from '../../domain/gpus/listGpus';
import { type ClusterFacts, NO_FACTS } from '../../domain/facts/ClusterFacts';
import {
  assessReadiness,
  type Readiness,
} from '../../domain/readiness/assessReadiness';
import type { Caller } from '../access/Caller';
import { notInKubernetes } from '../errors';

/** What a service has to know of a configured cluster. */
export type ConfiguredCluster = {
  name: string;
  requiredComponents: string[];
};

/** The quota of the caller's organization, where it is one and may be seen. */
export interface QuotaFinder {
  find(caller: Caller): Promise<Quota | undefined>;
}

/** What is left of models that are not there, by cluster. */
export interface LeftoverFinder {
  find(caller: Caller): Promise<Map<string, ClusterStatus['leftovers']>>;
}

/** Answers what clusters there are, and what they can hold. */
export interface StatusService {
  getStatus(caller: Caller): Promise<StatusAnswer>;
}

export class DefaultStatusService implements StatusService {
  constructor(
    private readonly clusterFacts: DatabaseClusterFacts,
    private readonly options: {
      clusters: ConfiguredCluster[];
      quotas: QuotaFinder;
      leftovers: LeftoverFinder;
      gpus: GpuConfig;
    },
  ) {}

  async getStatus(caller: Caller): Promise<StatusAnswer> {
    const { clusters, gpus, quotas } = this.options;
    const leftovers = await this.options.leftovers.find(caller);
    const all = await Promise.all(
      clusters.map(async cluster =>
        toClusterStatus(cluster, {
          known: await this.clusterFacts.read(cluster.name),
          leftovers: leftovers.get(cluster.name) ?? [],
          gpus,
        }),
      ),
    );
    if (all.length === 0) {
      throw notInKubernetes();
    }
    return {
      organization_id: caller.organizationId,
      cluster_status: {
        ...all[0],
        quota: await quotas.find(caller),
        ...(all.length > 1 ? { clusters: all } : {}),
      },
    };
  }
}

function toClusterStatus(
  cluster: ConfiguredCluster,
  {
    known,
    leftovers,
    gpus,
  }: {
    known: KnownCluster;
    leftovers: ClusterStatus['leftovers'];
    gpus: GpuConfig;
  },
): ClusterStatus {
  const facts = known.facts ?? NO_FACTS;
  const isCurrent = known.facts !== undefined && known.reachable;
  const readiness = assessReadiness(facts, cluster);
  return {
    name: cluster.name,
    ...toState(cluster, known, readiness),
    ...toGpuStatus(facts, gpus),
    ...toComponentStatus(readiness, isCurrent),
    storage_classes: facts.storageClasses.map(
      ({ name, provisioner, default: isDefault }) => ({
        name,
        provisioner,
        default: isDefault,
      }),
    ),
    kubernetes_version: facts.kubernetesVersion,
    observed_at: known.observedAt,
    watched_at: known.watchedAt,
    stale: known.stale.map(({ watch, since, message }) => ({
      watch,
      since,
      message,
    })),
    leftovers,
  };
}

function toState(
  { name }: ConfiguredCluster,
  { facts, reachable, message, observedAt }: KnownCluster,
  readiness: Readiness,
): Pick<ClusterStatus, 'ready' | 'state' | 'message' | 'blockers'> {
  if (facts && reachable) {
    const { ready, blockers } = readiness;
    return { ready, state: ready ? 'Ready' : 'NotReady', message, blockers };
  }
  const text = observedAt
    ? `Cluster ${name} cannot be reached since ${observedAt}: ${message}`
    : `Cluster ${name} has not answered yet${message ? `: ${message}` : ''}`;
  return {
    ready: false,
    state: 'Unknown',
    message: text,
    blockers: [{ code: 'ClusterUnavailable', message: text }],
  };
}

function toGpuStatus({ nodes }: ClusterFacts, config: GpuConfig) {
  const gpus = nodes.flatMap(node => listGpus(node, config));
  const gpuNodes = gpus.map(gpu => ({
    node_name: gpu.nodeName,
    gpu_type: gpu.alias ?? gpu.product ?? 'unknown',
    vendor: gpu.vendor,
    resource_name: gpu.resourceName,
    gpu_count: gpu.count,
    available_gpus: gpu.available,
    ...(gpu.memoryBytes === undefined
      ? {}
      : {
          vram_per_gpu: formatBytes(gpu.memoryBytes),
          total_vram: formatBytes(totalMemory(gpu, gpu.count)),
          available_vram: formatBytes(totalMemory(gpu, gpu.available)),
        }),
    schedulable: gpu.blockedBy === undefined,
    reason: gpu.blockedBy,
  }));
  return {
    has_gpus: gpus.some(({ count }) => count > 0),
    total_nodes: nodes.length,
    total_gpus: sum(gpus.map(({ count }) => count)),
    // What is free on a cordoned or a lost node is of no use to anybody
    available_gpus: sum(
      gpus
        .filter(({ blockedBy }) => blockedBy === undefined)
        .map(({ available }) => available),
    ),
    gpu_nodes: gpuNodes,
  };
}

// A card that pods share is there once, however often it is offered
function totalMemory(
  { memoryBytes = 0, cardBytes = Infinity, cards = Infinity }: GpuFacts,
  parts: number,
): number {
  return Math.min(memoryBytes * parts, cardBytes * cards);
}

function toComponentStatus({ components }: Readiness, isCurrent: boolean) {
  const isOk = (name: string) =>
    components.some(
      component =>
        component.name === name &&
        component.installed &&
        component.healthy !== false,
    );
  return {
    gpu_operator_ok: isOk('gpu-operator'),
    aibrix_ok: isOk('aibrix'),
    kuberay_ok: isOk('kuberay'),
    envoy_gateway_ok: isOk('envoy-gateway'),
    prometheus_operator_ok: isOk('prometheus-operator'),
    components: components.map(component => ({
      name: component.name,
      required: component.required,
      installed: component.installed,
      served_version: component.servedVersion,
      healthy: isCurrent ? component.healthy ?? null : null,
      message: component.message,
    })),
  };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

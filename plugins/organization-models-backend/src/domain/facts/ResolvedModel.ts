import type { ModelSpec } from '@orgmodels/backstage-plugin-organization-models-common';
import type { Origin } from './Origin';
import type { WeightsPlan } from './WeightsPlan';

/** The spec as stored: the token never gets this far. */
export type StoredSpec = Omit<ModelSpec, 'deployment_config'> & {
  deployment_config?: Omit<
    NonNullable<ModelSpec['deployment_config']>,
    'hugging_face_token'
  >;
};

/**
 * Everything that was derived when a generation was accepted. It is stored
 * with the generation, so that neither the hub nor a change of config can
 * change a manifest by itself.
 */
export type ResolvedModel = {
  runtime: string;
  /** Version of the engine, read from the image's tag where it tells. */
  engineVersion: string;
  image: string;
  imagePullPolicy: string;
  /** `undefined`: CPU only. Counts are per replica. */
  gpu?: ResolvedGpu;
  cpu: string;
  memory: string;
  /**
   * What each pod requests with what the cluster adds to it (sidecars, defaults),
   * where that is more than the above. It counts, and is in no manifest.
   */
  admitted?: PodRequests;
  /** Part of the memory that /dev/shm may take, in bytes. */
  sharedMemoryBytes: number;
  /** What the container runs; generated unless the spec replaces it. */
  command?: string[];
  args?: string[];
  /**
   * What is got before the engine starts; `undefined` where it sees to that
   * itself, and for generations from before there was such a plan.
   */
  weights?: WeightsPlan;
  maxModelLen?: number;
  hubCommit?: string;
  startupBudgetSeconds: number;
  /**
   * The cluster had no `sleep` of its own before a container is stopped when the
   * generation was accepted; an upgrade restarts nothing.
   */
  sleepsByCommand?: boolean;
  /**
   * The engine would leave requests behind at SIGTERM, and its image has what it
   * takes to see that there are none. Left out by generations from before that.
   */
  stopsWhenIdle?: boolean;
  /** The generation that last asked for new pods, changed or not. */
  restartedBy?: number;
  scaling:
    | { mode: 'fixed'; replicas: number }
    | {
        mode: 'autoscaled';
        minReplicas: number;
        maxReplicas: number;
        targetMetric: string;
        targetValue: string;
        scaleDownDelay: string;
      };
  storage:
    | { kind: 'none' }
    | { kind: 'shared'; claimName: string }
    | {
        kind: 'own';
        claimName: string;
        /** A Kubernetes quantity. */
        size: string;
        storageClass: string;
        accessMode: 'ReadWriteOnce' | 'ReadWriteMany';
      }
    | {
        /** A volume for each replica, which goes with its pod. */
        kind: 'perReplica';
        /** A Kubernetes quantity. */
        size: string;
        storageClass: string;
      };
  /**
   * What config of the cluster added when the generation was accepted;
   * `undefined` for generations from before that was stored.
   */
  platform?: PlatformSettings;
  token:
    | { kind: 'none' }
    | { kind: 'own'; secretName: string; key: string }
    | { kind: 'named'; secretName: string; key: string };
};

/** What one pod requests, as quotas count it. */
export type PodRequests = {
  gpus: number;
  cpuMillis: number;
  memoryBytes: number;
};

export type ResolvedGpu = {
  count: number;
  /** For instance `nvidia.com/gpu`. */
  resourceName: string;
  /** The taint of such nodes, where config tells another than is known. */
  taintKey?: string;
  /**
   * Nodes which can hold the model, by a label of theirs. `required` where the
   * need is known or asked for, `preferred` where it is only guessed.
   */
  affinity?: {
    strength: 'required' | 'preferred';
    labelKey: string;
    values: string[];
  };
  /** Labels of nodes on which image or model would not start. */
  exclusions?: { labelKey: string; values: string[] }[];
  /** Among the nodes which can hold it, those with the memory that is liked. */
  preference?: { labelKey: string; values: string[] };
  /**
   * Products of the cluster, where nothing binds the pods to some of them: those
   * with this resource, and those with other ones, where no pod can go.
   */
  products?: {
    reachable: string[];
    unreachable: string[];
    /** The one that the node selector names. */
    selected?: string;
  };
};

/** What a cluster's config adds to every pod. */
export type PodSettings = {
  imagePullSecrets: string[];
  env: { name: string; value: string }[];
  /** A ConfigMap with the key `ca.crt`, which is mounted and trusted. */
  caBundleConfigMap?: string;
  runtimeClassName?: string;
  priorityClassName?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
};

/** What a cluster's config adds to the objects of every model. */
export type PlatformSettings = {
  pods: PodSettings;
  /** Labels by which the cluster's Prometheus selects ServiceMonitors. */
  serviceMonitorLabels: Record<string, string>;
};

/** What the manifests of one model are made of. */
export type DesiredContext = {
  /** Identifies this portal among others on the same cluster. */
  installationId: string;
  modelId: string;
  organizationId: string;
  createdBy: string;
  origin?: Origin;
  namespace: string;
  spec: StoredSpec;
  resolved: ResolvedModel;
  podSettings: PodSettings;
  /** Which kinds the cluster serves that models can do without. */
  serves: { serviceMonitor: boolean };
  /** Labels by which the cluster's Prometheus selects ServiceMonitors. */
  serviceMonitorLabels: Record<string, string>;
  /**
   * `spec.replicas` where we own it: `0` while stopped, the fixed count, or
   * the start of an autoscaled model. `undefined`: an autoscaler owns it.
   */
  replicas?: number;
};

/** A Kubernetes object as it is applied. */
export type Manifest = {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace: string;
    labels: Record<string, string>;
    annotations?: Record<string, string>;
  };
  [field: string]: unknown;
};

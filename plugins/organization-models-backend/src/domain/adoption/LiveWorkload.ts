/** A Deployment as it is in a cluster, as much of it as adopting it needs. */
export type LiveWorkload = {
  metadata: {
    name: string;
    namespace: string;
    uid: string;
    labels: Record<string, string>;
    annotations: Record<string, string>;
    /** What makes it, and would make it again. */
    controller?: { kind: string; name: string };
    deleting: boolean;
  };
  spec: LiveDeploymentSpec;
  /** What it was accepted as, where it was a model before. */
  record?: string;
};

/** Of a Deployment; whoever wrote it may have left out anything. */
export type LiveDeploymentSpec = {
  replicas?: number;
  selector?: {
    matchLabels?: Record<string, string>;
    matchExpressions?: unknown[];
  };
  template?: {
    metadata?: {
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
    };
    spec?: LivePodSpec;
  };
};

export type LivePodSpec = {
  containers?: LiveContainer[];
  initContainers?: { name: string }[];
  volumes?: { name: string; [source: string]: unknown }[];
  nodeSelector?: Record<string, string>;
  tolerations?: {
    key?: string;
    operator?: 'Exists' | 'Equal';
    value?: string;
    effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
    tolerationSeconds?: number;
  }[];
  affinity?: unknown;
  hostNetwork?: boolean;
  hostIPC?: boolean;
  serviceAccountName?: string;
  runtimeClassName?: string;
};

export type LiveContainer = {
  name: string;
  image?: string;
  imagePullPolicy?: 'IfNotPresent' | 'Always' | 'Never';
  command?: string[];
  args?: string[];
  env?: LiveVariable[];
  envFrom?: unknown[];
  resources?: {
    requests?: Record<string, string>;
    limits?: Record<string, string>;
  };
  volumeMounts?: { name: string; mountPath: string }[];
};

export type LiveVariable = {
  name: string;
  value?: string;
  valueFrom?: {
    secretKeyRef?: { name: string; key: string };
    [source: string]: unknown;
  };
};

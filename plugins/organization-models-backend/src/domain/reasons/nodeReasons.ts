import type { Reason } from './Reason';

/** What nodes do to pods. */
export const NODE_REASONS = {
  NodeLost: {
    concern: 'node',
    severity: 'warning',
    sentence: 'The node does not answer.',
    hint: 'Kubernetes replaces the pod after some minutes if the node stays away and another one has room.',
    seen: 'Ready `Unknown` of the node',
  },
  NodeDrained: {
    concern: 'node',
    severity: 'warning',
    sentence: 'The node is being emptied: its pods go elsewhere.',
    hint: 'The ReplicaSet makes a new pod by itself.',
    seen: '`DisruptionTarget`, `NodeShutdown`',
  },
  Evicted: {
    concern: 'node',
    severity: 'warning',
    sentence: 'A pod was evicted because its node ran out of a resource.',
    hint: 'Its ReplicaSet makes a new pod by itself. If it happens again: for ephemeral-storage, use a claim (enable_pvc) for the model’s files; for memory, raise requirements.memory to what it uses.',
    seen: '`Evicted … The node was low on resource`',
  },
  EphemeralStorageExceeded: {
    concern: 'node',
    severity: 'failure',
    sentence:
      'The pod used more of the node’s disk than it may, and was evicted.',
    hint: 'Use a claim for the model (enable_pvc), so that the weights do not count.',
    seen: '`Evicted … exceeds the total limit of containers`',
  },
  Preempted: {
    concern: 'node',
    severity: 'warning',
    sentence: 'A pod had to make room for one of higher priority.',
    hint: 'Its ReplicaSet makes a new pod by itself.',
    seen: '`Preempted`',
  },
  TopologyRefused: {
    concern: 'node',
    severity: 'failure',
    sentence:
      'The node refuses the pods: GPUs, CPUs and memory cannot be had on one NUMA node (topology).',
    hint: 'Ask for fewer GPUs or less memory and CPU per replica, or free a whole socket of the node; the topology policy is the administrators’.',
    seen: '`TopologyAffinityError`',
  },
  SandboxFailed: {
    concern: 'node',
    severity: 'failure',
    sentence: 'The node cannot make the pod: its network or its runtime fails.',
    hint: 'Network plugin or runtime class of the node need mending: tell the administrators.',
    seen: '`FailedCreatePodSandBox`',
  },
  DevicesNotPrepared: {
    concern: 'node',
    severity: 'failure',
    sentence: 'The node cannot prepare the devices that the pod claims.',
    hint: 'The driver that gives devices to resource claims fails there: tell the administrators.',
    seen: '`FailedPrepareDynamicResources`',
  },
  NodeRefusedPod: {
    concern: 'node',
    severity: 'failure',
    sentence:
      'The node refuses the pods: it could not give them what the scheduler had found free there.',
    hint: 'A device of the node may be broken, or its device plugin gone: tell the administrators.',
    seen: '`UnexpectedAdmissionError`, `OutOfcpu` and the like',
  },
  PodEnded: {
    concern: 'node',
    severity: 'warning',
    sentence: 'A pod ended.',
    hint: 'Its ReplicaSet makes a new pod by itself.',
    seen: 'phase `Failed`',
  },
} satisfies Record<string, Reason>;

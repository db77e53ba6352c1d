import type { Reason } from './Reason';

/** Why the scheduler finds no node. */
export const SCHEDULING_REASONS = {
  Unschedulable: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence: 'The scheduler finds no node for the pods.',
    hint: 'See the events of the model for what the scheduler says.',
    seen: '`FailedScheduling`, in words that nobody has a name for yet',
  },
  WaitingForQueue: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence: 'The pods wait in their queue until it admits them.',
    hint: 'Other workloads of the queue have to end, or its quota has to be raised.',
    seen: '`SchedulingGated`',
  },
  InsufficientGpu: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence: 'No suitable node has enough free GPUs.',
    hint: 'Stop or shrink another model, lower gpu_count, or ask for more nodes.',
    seen: '`Insufficient nvidia.com/gpu`',
  },
  InsufficientDevices: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence: 'No suitable node has enough free devices for resource claims.',
    hint: 'Stop or shrink another model, lower gpu_count, or ask the administrators what the ResourceSlices offer.',
    seen: '`cannot allocate all claims`',
  },
  DeviceClassMissing: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence: 'The cluster does not have the DeviceClass of a resource claim.',
    hint: 'The driver of the devices may not be installed: tell the administrators.',
    seen: '`device class … does not exist`',
  },
  ResourceClaimMissing: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence: 'A resource claim of the pods does not exist yet.',
    hint: 'It is made by itself within seconds; if not, tell the administrators.',
    seen: '`ResourceClaim not created yet`',
  },
  InsufficientMemory: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence: 'No suitable node has enough free memory.',
    hint: 'Lower requirements.memory, stop another model, or ask for more nodes.',
    seen: '`Insufficient memory`',
  },
  InsufficientCpu: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence: 'No suitable node has enough free CPU.',
    hint: 'Lower requirements.cpu, stop another model, or ask for more nodes.',
    seen: '`Insufficient cpu`',
  },
  InsufficientStorage: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence:
      'No suitable node has enough room on its own disk (ephemeral storage).',
    hint: 'Use a claim for the model (enable_pvc), or ask for more nodes.',
    seen: '`Insufficient ephemeral-storage`',
  },
  InsufficientResources: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence: 'No suitable node has enough of a resource.',
    hint: 'Stop another model, or ask for more nodes.',
    seen: '`Insufficient …`',
  },
  TooManyPods: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence: 'The suitable nodes have as many pods as they may.',
    hint: 'Stop another model, or ask for more nodes.',
    seen: '`Too many pods`',
  },
  NodeSelectorMismatch: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence:
      'No node matches the GPU type or memory that is asked for, or the node selector.',
    hint: 'Change requirements.gpu or node_selector.',
    seen: "`didn't match Pod's node affinity/selector`",
  },
  UntoleratedTaint: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence: 'All nodes that would suit are kept free by taints.',
    hint: 'Add tolerations if the model may run there.',
    seen: '`untolerated taint`',
  },
  NodesCordoned: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence:
      'The nodes that would suit are cordoned: nothing new may start there.',
    hint: 'Wait until they are back, or tell the administrators.',
    seen: '`were unschedulable`, taint `node.kubernetes.io/unschedulable`',
  },
  NodesNotReady: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence: 'The nodes that would suit are not ready.',
    hint: 'Wait until they are back, or tell the administrators.',
    seen: 'taint `node.kubernetes.io/not-ready` or `unreachable`',
  },
  NodesUnderPressure: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence:
      'The nodes that would suit are short of memory, disk or process ids.',
    hint: 'Wait, or tell the administrators.',
    seen: 'taint `node.kubernetes.io/disk-pressure` and the like',
  },
  AntiAffinity: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence:
      'Pods that may not stand beside each other keep these from every node.',
    hint: 'Lower the number of replicas, or ask for more nodes.',
    seen: "`didn't match pod anti-affinity rules`",
  },
  PodAffinity: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence: 'The pods have to stand beside others, and no node has both.',
    hint: 'Tell the administrators: a policy of the cluster may add the rule.',
    seen: "`didn't match pod affinity rules`",
  },
  TopologySpread: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence: 'The pods have to be spread more evenly than the nodes allow.',
    hint: 'Lower the number of replicas, or ask for more nodes.',
    seen: "`didn't match pod topology spread constraints`",
  },
  PortTaken: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence: 'A port of the node that the pods need is taken on every node.',
    hint: 'Tell the administrators.',
    seen: "`didn't have free ports for the requested pod ports`",
  },
  NoNodes: {
    concern: 'scheduling',
    severity: 'waiting',
    sentence: 'The cluster has no nodes.',
    hint: 'Tell the administrators.',
    seen: '`no nodes available to schedule pods`',
  },
  Scheduling: {
    concern: 'scheduling',
    severity: 'progress',
    sentence: 'The scheduler looks for a node.',
    seen: 'a pod without a node',
  },
} satisfies Record<string, Reason>;

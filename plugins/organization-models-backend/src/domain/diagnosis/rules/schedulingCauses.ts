import type { Finding } from '../Finding';

export type Words = Pick<Finding, 'code' | 'message' | 'hint'>;

/** A scheduling gate holds the pod back. */
export const GATED: Words = {
  code: 'WaitingForQueue',
  message: 'The pods wait in their queue until it admits them.',
  hint: 'Other workloads of the queue have to end, or its quota has to be raised.',
};

type Cause = { code: string; pattern: RegExp; message: string; hint: string };

/**
 * What keeps pods from nodes, by the scheduler's message. The first that any
 * node has is the one to act on: nodes of the wrong kind are always there, a
 * right one without room is what matters.
 */
export const SCHEDULING_CAUSES: Cause[] = [
  {
    code: 'ClaimMissing',
    pattern: /persistentvolumeclaim "(?<name>[^"]+)" not found/,
    message: 'The claim $<name> does not exist.',
    hint: 'Create it, or correct shared_pvc.',
  },
  {
    code: 'ClaimPending',
    pattern: /unbound immediate PersistentVolumeClaims/,
    message: 'The claim has no volume yet.',
    hint: 'If it stays so, storage_class or storage_size cannot be had in this cluster.',
  },
  {
    code: 'ClaimNodeConflict',
    pattern:
      /volume node affinity conflict|didn't find available persistent volumes/,
    message:
      'The volume can only be used on nodes which have no room or do not suit.',
    hint: 'Free one of these nodes, or use a claim of another storage class.',
  },
  {
    code: 'InsufficientGpu',
    pattern:
      /Insufficient (?<resource>(?!cpu|memory|ephemeral)[a-z0-9.-]+\/[A-Za-z0-9._-]*[A-Za-z0-9])/,
    message: 'No suitable node has enough free GPUs ($<resource>).',
    hint: 'Stop or shrink another model, lower gpu_count, or ask for more nodes.',
  },
  {
    code: 'InsufficientDevices',
    pattern: /cannot allocate all claims/,
    message: 'No suitable node has enough free devices for resource claims.',
    hint: 'Stop or shrink another model, lower gpu_count, or ask the administrators what the ResourceSlices offer.',
  },
  {
    code: 'InsufficientMemory',
    pattern: /Insufficient memory/,
    message: 'No suitable node has enough free memory.',
    hint: 'Lower requirements.memory, stop another model, or ask for more nodes.',
  },
  {
    code: 'InsufficientCpu',
    pattern: /Insufficient cpu/,
    message: 'No suitable node has enough free CPU.',
    hint: 'Lower requirements.cpu, stop another model, or ask for more nodes.',
  },
  {
    code: 'InsufficientResources',
    pattern: /Insufficient (?<resource>[^\s,.]+)|Too many pods/,
    message: 'No suitable node has room for another pod.',
    hint: 'Stop another model, or ask for more nodes.',
  },
  {
    code: 'NodeSelectorMismatch',
    pattern:
      /didn't match Pod's node affinity\/selector|didn't match node selector/,
    message:
      'No node matches the GPU type or memory that is asked for, or the node selector.',
    hint: 'Change requirements.gpu or node_selector.',
  },
  {
    code: 'UntoleratedTaint',
    pattern: /untolerated taint|had taint/,
    message: 'All nodes that would suit are kept free by taints.',
    hint: 'Add tolerations if the model may run there. Cordoned and lost nodes have taints, too.',
  },
  {
    code: 'NoNodes',
    pattern: /no nodes available|0\/0 nodes/,
    message: 'The cluster has no nodes.',
    hint: 'Tell the administrators.',
  },
];

/** What no pattern knows. */
export const UNKNOWN_SCHEDULING_CAUSE: Words = {
  code: 'Unschedulable',
  message: 'The scheduler finds no node for the pods.',
  hint: 'See the events of the model for what the scheduler says.',
};

import type { ReasonCode } from '../../reasons/catalogue';

export type SchedulingCause = {
  code: ReasonCode;
  pattern: RegExp;
  /** Only where something was found that the catalogue cannot know. */
  message?: string;
};

/** The stage is that of the scheduler's filters which says so. */
export type NodeCause = SchedulingCause & { stage: number };

/** What keeps a pod from every node, whatever the nodes are like. */
export const POD_CAUSES: SchedulingCause[] = [
  {
    code: 'ClaimMissing',
    pattern: /persistentvolumeclaim "(?<name>[^"]+)" not found/,
    message: 'The claim $<name> does not exist.',
  },
  {
    code: 'ClaimBeingDeleted',
    pattern: /persistentvolumeclaim "(?<name>[^"]+)" is being deleted/,
    message: 'The claim $<name> is being deleted.',
  },
  {
    code: 'ClaimPending',
    pattern:
      /unbound immediate PersistentVolumeClaims|waiting for ephemeral volume controller to create/,
  },
  {
    code: 'ClaimProvisioningFailed',
    pattern: /provisioning failed for PVC "(?<name>[^"]+)"/,
    message: 'No volume can be made for the claim $<name>.',
  },
  {
    code: 'ClaimNodeConflict',
    pattern: /pv "[^"]+" node affinity doesn't match node/,
  },
  {
    code: 'ClaimProvisionerSilent',
    pattern: /binding volumes: (?:context deadline exceeded|timed out)/,
  },
  {
    code: 'DeviceClassMissing',
    pattern: /device class (?<name>\S+) does not exist/,
    message: 'The cluster has no DeviceClass $<name>.',
  },
  {
    code: 'ResourceClaimMissing',
    pattern:
      /ResourceClaim not created yet|could not find \S*ResourceClaim|resourceclaim\S* "[^"]+" not found/i,
  },
  {
    code: 'InsufficientDevices',
    pattern: /resource ?claim \S+ is in the process of being allocated/,
  },
  // of gangs, Volcano, KAI and others, which place pods together
  {
    code: 'WaitingForQueue',
    pattern:
      /waiting for [^.]*\bpods?\b[^.]* to appear in scheduling queue|pod group is not ready|podgroup \S+ (?:is )?not (?:ready|enqueued)|queue resource quota insufficient|(?:over|exceeds?) (?:its |the )?queue|insufficient quotas?, quotaName|does not fit in queue|over[ -]quota|quota is [\d.]+ \w+, while/i,
  },
  { code: 'NoNodes', pattern: /no nodes available|0\/0 nodes/ },
];

/**
 * What keeps a pod from one node, with the stage of the scheduler's filters
 * that says so: the order of its default plugins.
 */
export const NODE_CAUSES: NodeCause[] = [
  { stage: 0, code: 'NodesCordoned', pattern: /were unschedulable/ },
  {
    stage: 2,
    code: 'UntoleratedTaint',
    pattern: /untolerated taint|had taint/,
  },
  {
    stage: 3,
    code: 'NodeSelectorMismatch',
    pattern:
      /didn't match Pod's node affinity\/selector|didn't match node selector|didn't satisfy plugin\(s\) \[NodeAffinity\]|didn't match scheduler-enforced node affinity|didn't match the requested node name/,
  },
  { stage: 4, code: 'PortTaken', pattern: /free ports/ },
  {
    stage: 5,
    code: 'InsufficientGpu',
    pattern:
      /[Ii]nsufficient (?<resource>(?!cpu|memory|ephemeral)(?![^\s,]*(?:rdma|\befa\b|hca|roce|sriov|infiniband|\beni\b|fuse|kvm|\btun\b|net))[a-z0-9.-]+\/[A-Za-z0-9._-]*[A-Za-z0-9])/,
    message: 'No suitable node has enough free GPUs ($<resource>).',
  },
  {
    stage: 5,
    code: 'InsufficientGpu',
    pattern:
      /didn't have enough resources?: GPUs|no(?:t)? enough gpu|insufficient gpu|\bCard(?:Insufficient|ComputeUnitsExhausted|TimeSlicingExhausted)|NodeInsufficientDevice|NodeUnfitPod/i,
  },
  {
    stage: 5,
    code: 'NodeSelectorMismatch',
    pattern: /\bCard(?:Type|Uuid)Mismatch|^node unregistered/,
  },
  { stage: 5, code: 'InsufficientMemory', pattern: /Insufficient memory/ },
  { stage: 5, code: 'InsufficientCpu', pattern: /Insufficient cpu/ },
  {
    stage: 5,
    code: 'InsufficientStorage',
    pattern: /Insufficient ephemeral-storage/,
  },
  { stage: 5, code: 'TooManyPods', pattern: /Too many pods/ },
  {
    stage: 7,
    code: 'VolumeLimit',
    pattern: /Insufficient attachable-volumes/,
  },
  {
    stage: 5,
    code: 'InsufficientResources',
    pattern: /Insufficient (?<resource>[^\s,]*[^\s,.])/,
    message: 'No suitable node has enough $<resource>.',
  },
  {
    stage: 6,
    code: 'ClaimInUse',
    pattern: /ReadWriteOncePod|no available disk/i,
  },
  {
    stage: 7,
    code: 'VolumeDriverMissing',
    pattern: /(?<driver>\S+) CSI driver is not installed on the node/,
    message: 'No suitable node has the driver $<driver> of the volume.',
  },
  {
    stage: 7,
    code: 'VolumeLimit',
    pattern: /exceed max volume count|volume limit/,
  },
  {
    stage: 8,
    code: 'ClaimNoVolume',
    pattern:
      /didn't find available persistent volumes|did not have enough free storage/,
  },
  {
    stage: 9,
    code: 'ClaimNodeConflict',
    pattern:
      /volume node affinity conflict|no available volume zone|unavailable due to one or more pvc/,
  },
  {
    stage: 10,
    code: 'TopologySpread',
    pattern: /topology spread constraints/,
  },
  { stage: 11, code: 'AntiAffinity', pattern: /anti-affinity/ },
  { stage: 11, code: 'PodAffinity', pattern: /pod affinity rules/ },
  {
    stage: 12,
    code: 'InsufficientDevices',
    pattern:
      /cannot allocate all claims|cannot schedule extended resource claim|cannot fit resource|resourceclaim/i,
  },
];

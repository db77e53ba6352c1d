import type { Reason } from './Reason';

/** Claims and volumes. */
export const STORAGE_REASONS = {
  ClaimMissing: {
    concern: 'storage',
    severity: 'waiting',
    sentence: 'The claim does not exist.',
    hint: 'Create it, or correct shared_pvc.',
    seen: '`persistentvolumeclaim … not found`',
  },
  ClaimPending: {
    concern: 'storage',
    severity: 'waiting',
    sentence: 'The claim has no volume yet.',
    hint: 'If it stays so, storage_class or storage_size cannot be had in this cluster.',
    seen: '`unbound immediate PersistentVolumeClaims`',
  },
  ClaimInUse: {
    concern: 'storage',
    severity: 'waiting',
    sentence:
      'The claim is in use by another pod, and only one may use it (ReadWriteOncePod).',
    hint: 'Run one replica, or use a claim that several can read (ReadWriteMany).',
    seen: '`PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod`',
  },
  ClaimNodeConflict: {
    concern: 'storage',
    severity: 'waiting',
    sentence:
      'The volume can only be used on nodes which have no room or do not suit.',
    hint: 'Free one of these nodes, or use a claim of another storage class.',
    seen: '`volume node affinity conflict`',
  },
  ClaimNoVolume: {
    concern: 'storage',
    severity: 'waiting',
    sentence:
      'There is no free volume that the claim could get: its class makes none by itself.',
    hint: 'Use a storage_class that makes volumes, a smaller storage_size, or ask the administrators for a volume.',
    seen: "`didn't find available persistent volumes to bind`",
  },
  ClaimBeingDeleted: {
    concern: 'storage',
    severity: 'waiting',
    sentence: 'The claim is being deleted.',
    hint: 'Wait until it is gone, and use another one.',
    seen: '`persistentvolumeclaim … is being deleted`',
  },
  ClaimLost: {
    concern: 'storage',
    severity: 'failure',
    sentence: 'The volume of the claim is gone.',
    hint: 'The files on it are lost: tell the administrators.',
    seen: 'claim `Lost`',
  },
  ClaimProvisioningFailed: {
    concern: 'storage',
    severity: 'waiting',
    sentence: 'No volume can be made for the claim.',
    hint: 'storage_class or storage_size cannot be had in this cluster: choose others, or tell the administrators.',
    seen: '`ProvisioningFailed`',
  },
  ClaimProvisionerSilent: {
    concern: 'storage',
    severity: 'waiting',
    sentence:
      'The storage class waits for its provisioner, which does not answer.',
    hint: 'Choose another storage_class, or tell the administrators: the provisioner does not run.',
    seen: '`ExternalProvisioning`, `WaitForPodScheduled` … `binding volumes: context deadline exceeded`',
  },
  VolumeLimit: {
    concern: 'storage',
    severity: 'waiting',
    sentence: 'The suitable nodes have as many volumes attached as they can.',
    hint: 'Stop another model, or ask for more nodes.',
    seen: '`exceed max volume count`',
  },
  VolumeInUse: {
    concern: 'storage',
    severity: 'failure',
    sentence: 'The volume is still attached to another node.',
    hint: 'It is freed when the old pod is gone. If that takes long, the other node may be lost.',
    seen: '`Multi-Attach error`',
  },
  VolumeSourceMissing: {
    concern: 'storage',
    severity: 'failure',
    sentence: 'A volume needs a Secret or ConfigMap which does not exist.',
    hint: "It comes from the cluster's configuration (CA bundle): tell the administrators.",
    seen: '`FailedMount … not found`',
  },
  VolumeDriverMissing: {
    concern: 'storage',
    severity: 'failure',
    sentence: 'The node does not have the driver of a volume.',
    hint: "The driver's pod has to run on the node, also where its taints keep others away: tell the administrators.",
    seen: '`not found in the list of registered CSI drivers`',
  },
  VolumeMountFailed: {
    concern: 'storage',
    severity: 'failure',
    sentence: 'A volume cannot be mounted.',
    hint: 'See the events of the pod; storage is the administrators’ field.',
    seen: '`FailedMount`, `FailedAttachVolume`',
  },
} satisfies Record<string, Reason>;

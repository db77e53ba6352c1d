import type { V1Volume, V1VolumeMount } from '@kubernetes/client-node';
import { formatBytes } from '@orgmodels/backstage-plugin-organization-models-common';
import type { DesiredContext, ResolvedModel } from '../../facts/ResolvedModel';

/** Writable for user 2000 whatever the image brings; lost with the pod. */
export const HOME_PATH = '/home/model';
/** Where the claim is mounted, which keeps weights from pod to pod. */
export const CLAIM_PATH = '/models';
/** The folder of `ca.crt`. */
export const CA_BUNDLE_PATH = '/etc/organization-models/ca';

/**
 * Volumes of a pod. Compile caches stay in HOME even when there is a claim:
 * replicas share a claim, and engines do not expect others to write there.
 */
export function buildVolumes({
  resolved,
  podSettings,
}: DesiredContext): V1Volume[] {
  const volumes: V1Volume[] = [{ name: 'home', emptyDir: {} }];
  if (resolved.sharedMemoryBytes > 0) {
    volumes.push({
      name: 'shared-memory',
      emptyDir: {
        medium: 'Memory',
        sizeLimit: formatBytes(resolved.sharedMemoryBytes),
      },
    });
  }
  if (mountsClaim(resolved)) {
    volumes.push({ name: 'models', ...toModelVolume(resolved.storage) });
  }
  if (podSettings.caBundleConfigMap) {
    volumes.push({
      name: 'ca-bundle',
      configMap: { name: podSettings.caBundleConfigMap },
    });
  }
  return volumes;
}

const MOUNTS: Record<string, Omit<V1VolumeMount, 'name'>> = {
  home: { mountPath: HOME_PATH },
  'shared-memory': { mountPath: '/dev/shm' },
  models: { mountPath: CLAIM_PATH },
  'ca-bundle': { mountPath: CA_BUNDLE_PATH, readOnly: true },
};

/** Where the engine's container has the volumes. */
export function buildVolumeMounts(context: DesiredContext): V1VolumeMount[] {
  return buildVolumes(context).map(({ name }) => ({ name, ...MOUNTS[name] }));
}

type ClaimStorage = Exclude<ResolvedModel['storage'], { kind: 'none' }>;

type WithClaim = ResolvedModel & { storage: ClaimStorage };

function toModelVolume(storage: ClaimStorage): Omit<V1Volume, 'name'> {
  if (storage.kind !== 'perReplica') {
    return { persistentVolumeClaim: { claimName: storage.claimName } };
  }
  return {
    ephemeral: {
      volumeClaimTemplate: {
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: storage.storageClass,
          resources: { requests: { storage: storage.size } },
        },
      },
    },
  };
}

export function mountsClaim(resolved: ResolvedModel): resolved is WithClaim {
  return resolved.storage.kind !== 'none';
}

import type { V1PersistentVolumeClaimSpec } from '@kubernetes/client-node';
import type { Manifest } from '../facts/ResolvedModel';
import { Build, buildMetadata } from './buildMetadata';

/** The model's own claim. A shared one belongs to somebody else. */
export function buildClaim(build: Build): Manifest | undefined {
  const { storage } = build.context.resolved;
  if (storage.kind !== 'own') {
    return undefined;
  }
  const spec: V1PersistentVolumeClaimSpec = {
    accessModes: [storage.accessMode],
    storageClassName: storage.storageClass,
    resources: { requests: { storage: storage.size } },
  };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...buildMetadata(build), name: storage.claimName },
    spec,
  };
}

import { createHash } from 'node:crypto';
import { sortKeys } from '../sortKeys';

/** Annotations which controllers write on objects of others. */
const FOREIGN_ANNOTATIONS = [
  'deployment.kubernetes.io/revision',
  'pv.kubernetes.io/bind-completed',
  'pv.kubernetes.io/bound-by-controller',
  'volume.kubernetes.io/selected-node',
  'volume.kubernetes.io/storage-provisioner',
  'volume.beta.kubernetes.io/storage-provisioner',
];

/**
 * Hash of what drift shows in: labels, annotations and spec. `spec.replicas`
 * and `spec.volumeName` belong to autoscalers and to the volume binder.
 */
export function fingerprint(object: {
  metadata: {
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  spec?: Record<string, unknown>;
}): string {
  const { replicas, volumeName, ...spec } = object.spec ?? {};
  const annotations = Object.fromEntries(
    Object.entries(object.metadata.annotations ?? {}).filter(
      ([key]) => !FOREIGN_ANNOTATIONS.includes(key),
    ),
  );
  return hashOf({ labels: object.metadata.labels ?? {}, annotations, spec });
}

/** Hash of a JSON value which does not depend on the order of keys. */
export function hashOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sortKeys(value)))
    .digest('base64url')
    .slice(0, 22);
}

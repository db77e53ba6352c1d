import type { LiveWorkload } from '../../domain/adoption/LiveWorkload';
import { OWNER_ANNOTATIONS } from '../../domain/ownership/ownership';
import type { RawObject } from '../connection/RawObject';

/** Reads what adopting a Deployment needs of it and of its Service. */
export function toLiveWorkload(
  { metadata, spec }: RawObject,
  service: RawObject | undefined,
): LiveWorkload {
  const controller = metadata.ownerReferences?.find(
    ({ controller: isController }) => isController,
  );
  return {
    metadata: {
      name: metadata.name,
      namespace: metadata.namespace ?? '',
      uid: metadata.uid,
      labels: metadata.labels ?? {},
      annotations: metadata.annotations ?? {},
      ...(controller
        ? { controller: { kind: controller.kind, name: controller.name } }
        : {}),
      deleting: metadata.deletionTimestamp !== undefined,
    },
    spec: spec ?? {},
    record: service?.metadata.annotations?.[OWNER_ANNOTATIONS.record],
  };
}

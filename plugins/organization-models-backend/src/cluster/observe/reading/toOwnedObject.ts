import type { OwnedObject } from '../../../domain/facts/Observation';
import type { RawObject } from '../../connection/RawObject';
import {
  FIELD_MANAGERS,
  OWNER_ANNOTATIONS,
} from '../../../domain/ownership/ownership';
import { fingerprint } from '../../../domain/ownership/fingerprint';

const OUR_MANAGERS: string[] = Object.values(FIELD_MANAGERS);

export function toOwnedObject(kind: string, object: RawObject): OwnedObject {
  const { metadata } = object;
  const writtenFor = metadata.annotations?.[OWNER_ANNOTATIONS.writtenFor];
  const manager = lastForeignManager(object);
  const deleting = metadata.deletionTimestamp !== undefined;
  const finalizers = deleting ? foreignFinalizers(object) : [];
  return {
    kind,
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    fingerprint: fingerprint(object),
    deleting,
    ...(finalizers.length > 0 ? { finalizers } : {}),
    ...(writtenFor ? { writtenFor: Number(writtenFor) } : {}),
    ...(manager ? { lastForeignManager: manager } : {}),
  };
}

// The garbage collector's own go by themselves
function foreignFinalizers({ metadata }: RawObject): string[] {
  return (metadata.finalizers ?? []).filter(
    finalizer => !['foregroundDeletion', 'orphan'].includes(finalizer),
  );
}

function lastForeignManager({ metadata }: RawObject): string | undefined {
  return (metadata.managedFields ?? [])
    .filter(entry => !(entry as { subresource?: string }).subresource)
    .filter(({ manager }) => manager && !OUR_MANAGERS.includes(manager))
    .sort((a, b) => (a.time ?? '').localeCompare(b.time ?? ''))
    .at(-1)?.manager;
}

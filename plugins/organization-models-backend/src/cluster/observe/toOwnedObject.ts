import type { OwnedObject } from '../../domain/facts/Observation';
import type { RawObject } from '../watchResource';
import { FIELD_MANAGERS } from '../../domain/desired/ownership';
import { fingerprint } from './fingerprint';

const OUR_MANAGERS: string[] = Object.values(FIELD_MANAGERS);

export function toOwnedObject(kind: string, object: RawObject): OwnedObject {
  const { metadata } = object;
  const manager = lastForeignManager(object);
  return {
    kind,
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    fingerprint: fingerprint(object),
    deleting: metadata.deletionTimestamp !== undefined,
    ...(manager ? { lastForeignManager: manager } : {}),
  };
}

function lastForeignManager({ metadata }: RawObject): string | undefined {
  return (metadata.managedFields ?? [])
    .filter(entry => !(entry as { subresource?: string }).subresource)
    .filter(({ manager }) => manager && !OUR_MANAGERS.includes(manager))
    .sort((a, b) => (a.time ?? '').localeCompare(b.time ?? ''))
    .at(-1)?.manager;
}

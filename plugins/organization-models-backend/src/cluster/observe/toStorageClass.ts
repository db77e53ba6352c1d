import type { StorageClassFacts } from '../../domain/facts/ClusterFacts';
import type { RawObject } from '../watchResource';

export function toStorageClass(object: RawObject): StorageClassFacts {
  return {
    name: object.metadata.name,
    provisioner: object.provisioner ?? '',
    default:
      object.metadata.annotations?.[
        'storageclass.kubernetes.io/is-default-class'
      ] === 'true',
  };
}

import type { DeviceClassFacts } from '../../../domain/facts/ClusterFacts';
import type { RawObject } from '../../connection/RawObject';

export function toDeviceClass(object: RawObject): DeviceClassFacts {
  return {
    name: object.metadata.name,
    extendedResourceName: object.spec?.extendedResourceName,
  };
}

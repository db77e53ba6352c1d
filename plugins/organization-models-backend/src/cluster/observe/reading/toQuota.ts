import type { Amounts } from '../../../domain/facts/ClusterFacts';
import type { RawObject } from '../../connection/RawObject';
import { toAmounts } from './toNodeFacts';

/** A ResourceQuota of a namespace. */
export type Quota = {
  namespace: string;
  name: string;
  hard: Amounts;
  used: Amounts;
  scoped: boolean;
};

export function toQuota(object: RawObject): Quota {
  return {
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    hard: toAmounts(object.status?.hard ?? object.spec?.hard),
    used: toAmounts(object.status?.used),
    scoped: Boolean(object.spec?.scopes?.length || object.spec?.scopeSelector),
  };
}

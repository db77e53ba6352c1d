import type { StorageClassFacts } from '../../../domain/facts/ClusterFacts';
import type { NodeSelectorTerm } from '../../../domain/facts/Replica';
import type { RawObject } from '../../connection/RawObject';

export function toStorageClass(object: RawObject): StorageClassFacts {
  const nodes = toTerms(object.allowedTopologies);
  return {
    name: object.metadata.name,
    provisioner: object.provisioner ?? '',
    default:
      object.metadata.annotations?.[
        'storageclass.kubernetes.io/is-default-class'
      ] === 'true',
    ...(nodes.length > 0 && { nodes }),
    ...(object.volumeBindingMode === 'Immediate' && { bindsAtOnce: true }),
  };
}

type Topology = {
  matchLabelExpressions?: { key: string; values: string[] }[];
};

function toTerms(topologies: Topology[] = []): NodeSelectorTerm[] {
  return topologies.map(({ matchLabelExpressions = [] }) => ({
    matchExpressions: matchLabelExpressions.map(({ key, values }) => ({
      key,
      operator: 'In',
      values,
    })),
  }));
}

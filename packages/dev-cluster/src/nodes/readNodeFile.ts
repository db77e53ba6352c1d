import { readFileSync } from 'node:fs';
import { KubernetesObject, V1Node } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';

/**
 * Reads Node manifests as `kubectl get nodes -o yaml` gives them, or several of them one after the other, in YAML or
 * JSON. What only its own cluster knows of a node is left out, and kwok is asked to play it.
 * @throws `Error` that names the file and what is wrong with it
 */
export function readNodeFile(file: string): V1Node[] {
  const objects = parseAllDocuments(readFileSync(file, 'utf8')).flatMap(
    document => {
      if ('errors' in document && document.errors.length > 0) {
        throw new Error(`${file} is no YAML: ${document.errors[0].message}`);
      }
      return listItems(document.toJS());
    },
  );
  if (objects.length === 0) {
    throw new Error(`${file} holds no Node`);
  }
  return objects.map(object => toNode(object, file));
}

function listItems(object: unknown): KubernetesObject[] {
  const { items } = (object ?? {}) as { items?: KubernetesObject[] };
  return items ?? (object ? [object as KubernetesObject] : []);
}

function toNode(object: KubernetesObject, file: string): V1Node {
  const { kind, metadata, spec, status } = object as V1Node;
  const name = metadata?.name;
  if (kind !== 'Node' || !name) {
    throw new Error(`${file} holds a ${kind}, where only Nodes are read`);
  }
  const allocatable = status?.allocatable ?? status?.capacity;
  if (!allocatable) {
    throw new Error(`${file}: the Node ${name} has no status.allocatable`);
  }
  const labels = { 'kubernetes.io/hostname': name, ...metadata.labels };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels,
      annotations: { ...metadata.annotations, 'kwok.x-k8s.io/node': 'fake' },
    },
    spec: { taints: lastingTaints(spec), unschedulable: spec?.unschedulable },
    status: {
      allocatable: { pods: '110', ...allocatable },
      capacity: { pods: '110', ...(status?.capacity ?? allocatable) },
      nodeInfo: status?.nodeInfo,
    },
  };
}

// the node controller sets the others anew, by what it sees
function lastingTaints(spec: V1Node['spec']) {
  return (spec?.taints ?? []).filter(
    ({ key }) => !key.startsWith('node.kubernetes.io/'),
  );
}

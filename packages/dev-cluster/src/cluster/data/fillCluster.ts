import {
  KubernetesObject,
  loadAllYaml,
  V1CustomResourceDefinition,
} from '@kubernetes/client-node';
import { applyObjects } from '../../applyObjects';
import { ClusterClients } from '../../clients';
import { leaveNotReadyNodesAlone } from '../../nodes/notReadyNodes';
import { waitFor } from '../../testing/waitFor';
import { playSharedVolumes, sharedStorageClass } from './sharedVolumes';

/** Applies manifests, and waits until what they define is served. */
export async function fillCluster(
  clients: ClusterClients,
  manifests: readonly string[],
): Promise<void> {
  const objects = manifests
    .flatMap(text => loadAllYaml(text) as KubernetesObject[])
    .filter(isUnderstood)
    .map(leaveNotReadyNodesAlone)
    .map(playSharedVolumes);
  await applyObjects(clients, objects.filter(isCrd));
  await waitFor(
    'the resource definitions to be established',
    () => allEstablished(clients),
    { timeoutMs: 180_000 },
  );
  await applyObjects(clients, [
    ...objects.filter(object => !isCrd(object)),
    sharedStorageClass,
  ]);
  await waitFor(
    'the default service account',
    () =>
      clients.core.readNamespacedServiceAccount({
        name: 'default',
        namespace: 'default',
      }),
    { timeoutMs: 60_000 },
  );
}

// Rules of some definitions call functions that came with Kubernetes 1.30 and 1.31; an older API server refuses these
// definitions, and a cluster does without them
function isUnderstood(object: KubernetesObject): boolean {
  return !(
    process.env.ORGANIZATION_MODELS_KUBERNETES &&
    isCrd(object) &&
    /\b(isIP|isCIDR|ip|cidr|format\.\w+)\(/.test(JSON.stringify(object))
  );
}

async function allEstablished(clients: ClusterClients): Promise<boolean> {
  const { items } = await clients.objects.list<V1CustomResourceDefinition>(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
  );
  return items.every(({ status }) =>
    status?.conditions?.some(
      ({ type, status: is }) => type === 'Established' && is === 'True',
    ),
  );
}

function isCrd(object: KubernetesObject): boolean {
  return object.kind === 'CustomResourceDefinition';
}

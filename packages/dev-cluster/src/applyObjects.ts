import { KubernetesObject, PatchStrategy } from '@kubernetes/client-node';
import pLimit from 'p-limit';
import { ClusterClients } from './clients';

const fieldManager = 'dev-cluster';

/** Applies objects by server-side apply, eight at a time; applied again it changes nothing. */
export async function applyObjects(
  clients: ClusterClients,
  objects: readonly KubernetesObject[],
): Promise<void> {
  const limit = pLimit(8);
  await Promise.all(
    objects.map(object =>
      limit(() =>
        clients.objects.patch(
          object,
          undefined,
          undefined,
          fieldManager,
          true,
          PatchStrategy.ServerSideApply,
        ),
      ),
    ),
  );
}

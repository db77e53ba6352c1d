import {
  PatchStrategy,
  setHeaderOptions,
  V1Node,
} from '@kubernetes/client-node';
import { applyObjects } from '../applyObjects';
import { ClusterClients } from '../clients';

/** Makes nodes, and brings those that are there already to what they are to be. */
export async function applyNodes(
  clients: ClusterClients,
  nodes: readonly V1Node[],
): Promise<void> {
  await applyObjects(clients, nodes);
  for (const { metadata, status } of nodes) {
    // An object that is there keeps its status when the rest of it is written.
    await clients.core.patchNodeStatus(
      { name: metadata!.name!, body: { status } },
      setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
    );
  }
}

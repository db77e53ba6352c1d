import {
  CustomObjectsApi,
  KubernetesObject,
  PatchStrategy,
  setHeaderOptions,
} from '@kubernetes/client-node';
import { isStatus, StandInCluster } from './StandInCluster';

/**
 * Merges into the status of a custom resource, as its controller would.
 *
 * @remarks A resource that is gone meanwhile needs no status.
 */
export async function writeStatus(
  { config }: StandInCluster,
  object: KubernetesObject,
  { plural, status }: { plural: string; status: object },
): Promise<void> {
  const [group, version] = object.apiVersion!.split('/');
  const { name = '', namespace } = object.metadata ?? {};
  const api = config.makeApiClient(CustomObjectsApi);
  const target = { group, version, plural, name, body: { status } };
  const merge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
  try {
    await (namespace
      ? api.patchNamespacedCustomObjectStatus({ ...target, namespace }, merge)
      : api.patchClusterCustomObjectStatus(target, merge));
  } catch (error) {
    if (!isStatus(error, 404)) {
      throw error;
    }
  }
}

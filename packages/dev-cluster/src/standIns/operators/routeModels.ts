/*
 * A stand-in of AIBrix's model router (v0.7.0): adds and removes the HTTPRoute of a model with its workload.
 * There is no handler for changes, in the original as here.
 */
import { KubernetesObject } from '@kubernetes/client-node';
import {
  createUnlessThere,
  isServed,
  isStatus,
  StandInCluster,
} from '../cluster/StandInCluster';
import {
  WatchedKind,
  WatchedObjects,
  watchObjects,
} from '../cluster/watchObjects';
import {
  buildModelRoute,
  buildReferenceGrant,
  ModelWorkload,
  toModelWorkload,
} from './modelRoute';
import { GATEWAY } from './operands';

const manager = 'manager';

const WORKLOADS: readonly WatchedKind[] = [
  { apiVersion: 'apps/v1', kind: 'Deployment', plural: 'deployments' },
  {
    apiVersion: 'model.aibrix.ai/v1alpha1',
    kind: 'ModelAdapter',
    plural: 'modeladapters',
  },
  {
    apiVersion: 'orchestration.aibrix.ai/v1alpha1',
    kind: 'RayClusterFleet',
    plural: 'rayclusterfleets',
  },
  {
    apiVersion: 'leaderworkerset.x-k8s.io/v1',
    kind: 'LeaderWorkerSet',
    plural: 'leaderworkersets',
  },
];

/** Routes models until the cluster's signal aborts. */
export async function routeModels(cluster: StandInCluster): Promise<void> {
  const watches: WatchedObjects<KubernetesObject>[] = [];
  const others = () => watches.flatMap(watch => watch.list());
  for (const kind of WORKLOADS) {
    if (await isServed(cluster, kind)) {
      watches.push(
        await watchObjects<KubernetesObject>(cluster, kind, {
          added: object => addRoute(cluster, toModelWorkload(object)),
          removed: object =>
            removeRoute(cluster, toModelWorkload(object), others()),
        }),
      );
    }
  }
}

async function addRoute(cluster: StandInCluster, workload?: ModelWorkload) {
  if (!workload) {
    return;
  }
  await createUnlessThere(cluster, buildModelRoute(workload), { manager });
  if (workload.namespace !== GATEWAY.namespace) {
    await createUnlessThere(cluster, buildReferenceGrant(workload.namespace), {
      manager,
    });
  }
}

/** The route goes by its name alone, whosever workload made it; the grant goes with the namespace's last one. */
async function removeRoute(
  cluster: StandInCluster,
  workload: ModelWorkload | undefined,
  others: readonly KubernetesObject[],
) {
  if (!workload) {
    return;
  }
  await deleteIfThere(cluster, buildModelRoute(workload));
  const needed = others.some(
    object => toModelWorkload(object)?.namespace === workload.namespace,
  );
  if (!needed && workload.namespace !== GATEWAY.namespace) {
    await deleteIfThere(cluster, buildReferenceGrant(workload.namespace));
  }
}

async function deleteIfThere(
  { objects }: StandInCluster,
  object: KubernetesObject,
) {
  try {
    await objects.delete(object);
  } catch (error) {
    if (!isStatus(error, 404)) {
      throw error;
    }
  }
}

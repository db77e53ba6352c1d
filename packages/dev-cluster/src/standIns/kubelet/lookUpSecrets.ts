/*
 * A stand-in of the kubelet's look at the Secrets a pod names: it brings a pod to the scenario of a missing
 * Secret, and back to its own start as soon as the Secret is there.
 */
import {
  CoreV1Api,
  PatchStrategy,
  setHeaderOptions,
  V1Pod,
  V1Secret,
} from '@kubernetes/client-node';
import { MISSING_ANNOTATION, SCENARIO_KEY } from '../../scenarios/podPosition';
import { isStatus, StandInCluster } from '../cluster/StandInCluster';
import { watchObjects, WatchedObjects } from '../cluster/watchObjects';
import { findMissingSecret } from './findMissingSecret';

const SECRET = { apiVersion: 'v1', kind: 'Secret', plural: 'secrets' };
const POD = { apiVersion: 'v1', kind: 'Pod', plural: 'pods' };

/** Looks until the cluster's signal aborts. */
export async function lookUpSecrets(cluster: StandInCluster): Promise<void> {
  const watched: { pods?: WatchedObjects<V1Pod> } = {};
  const lookAgain = async ({ metadata }: V1Secret) => {
    for (const pod of watched.pods?.list() ?? []) {
      if (pod.metadata?.namespace === metadata?.namespace) {
        await look(pod);
      }
    }
  };
  const secrets = await watchObjects<V1Secret>(cluster, SECRET, {
    added: lookAgain,
    changed: lookAgain,
    removed: lookAgain,
  });
  const look = (pod: V1Pod) => lookAtPod(cluster, pod, secrets);
  watched.pods = await watchObjects<V1Pod>(cluster, POD, {
    added: look,
    changed: look,
  });
}

async function lookAtPod(
  cluster: StandInCluster,
  pod: V1Pod,
  secrets: WatchedObjects<V1Secret>,
): Promise<void> {
  const { metadata, status } = pod;
  const told = metadata?.annotations?.[MISSING_ANNOTATION];
  const scenario = metadata?.labels?.[SCENARIO_KEY];
  const named = scenario !== undefined && told === undefined;
  if (status?.phase !== 'Pending' || metadata?.deletionTimestamp || named) {
    return;
  }
  const missing = findMissingSecret(pod, name =>
    secrets
      .list()
      .find(
        secret =>
          secret.metadata?.name === name &&
          secret.metadata.namespace === metadata?.namespace,
      ),
  );
  if (missing?.message !== told || missing?.scenario !== scenario) {
    await mark(cluster, pod, missing);
  }
}

async function mark(
  { config }: StandInCluster,
  { metadata }: V1Pod,
  missing: ReturnType<typeof findMissingSecret>,
): Promise<void> {
  const body = {
    metadata: {
      labels: { [SCENARIO_KEY]: missing?.scenario ?? null },
      annotations: { [MISSING_ANNOTATION]: missing?.message ?? null },
    },
  };
  const { name = '', namespace = '' } = metadata ?? {};
  try {
    await config
      .makeApiClient(CoreV1Api)
      .patchNamespacedPod(
        { name, namespace, body },
        setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
      );
  } catch (error) {
    if (!isStatus(error, 404)) {
      throw error;
    }
  }
}

import type { V1Pod } from '@kubernetes/client-node';
import type { ClusterClients } from '@orgmodels/dev-cluster';
import pLimit from 'p-limit';
import { buildProbePod } from '../backend';
import { buildBenchManifests } from '../seed/buildBenchManifests';
import { buildBenchModel } from '../seed/buildBenchModel';
import { toStatus } from './LivePods';

const PARALLEL = 24;

/**
 * Makes running pods of the fleet's models, bound to nodes in turns. They have
 * no owner: a controller would delete those of stopped models.
 */
export async function makePods(
  clients: ClusterClients,
  options: { models: number; pods: number },
): Promise<void> {
  const { items } = await clients.core.listNode();
  const nodes = items.map(({ metadata }) => metadata!.name!);
  const limit = pLimit(PARALLEL);
  await Promise.all(
    Array.from({ length: options.pods }, (_, index) =>
      limit(() =>
        makePod(clients, {
          index,
          model: index % options.models,
          node: nodes[index % nodes.length],
        }),
      ),
    ),
  );
}

async function makePod(
  { core }: ClusterClients,
  options: { index: number; model: number; node: string },
): Promise<void> {
  const manifests = buildBenchManifests(buildBenchModel(options.model));
  const probe = buildProbePod(
    manifests.find(({ kind }) => kind === 'Deployment')!,
  );
  const { namespace, name } = probe.metadata;
  const pod = {
    ...probe,
    metadata: { ...probe.metadata, name: `${name}-${options.index}` },
    spec: { ...(probe.spec as object), nodeName: options.node },
  } as unknown as V1Pod;
  const made = await core.createNamespacedPod({ namespace, body: pod });
  await core.patchNamespacedPodStatus({
    name: made.metadata!.name!,
    namespace,
    body: [{ op: 'add', path: '/status', value: toStatus(pod, true) }],
  });
}

import { type V1Pod } from '@kubernetes/client-node';
import { type ClusterClients, waitFor } from '@orgmodels/dev-cluster';

const NAMESPACE = 'models';

/** Pods of models which run as we say: no kubelet is there to disagree. */
export class LivePods {
  constructor(private readonly clients: ClusterClients) {}

  /** The pod of a model, once the scheduler has given it a node. */
  findPod(model: string): Promise<V1Pod> {
    return waitFor(
      `the pod of ${model}`,
      async () => {
        const { items } = await this.clients.core.listNamespacedPod({
          namespace: NAMESPACE,
          labelSelector: `model.aibrix.ai/name=${model}`,
        });
        return items.find(({ spec }) => spec?.nodeName);
      },
      { timeoutMs: 30_000 },
    );
  }

  /** What a kubelet would write when the container's readiness changes. */
  async setReady(pod: V1Pod, ready: boolean): Promise<void> {
    await this.clients.core.patchNamespacedPodStatus({
      name: pod.metadata!.name!,
      namespace: pod.metadata!.namespace!,
      body: [{ op: 'add', path: '/status', value: toStatus(pod, ready) }],
    });
  }
}

/** The status of a pod whose container has started. */
export function toStatus({ spec }: V1Pod, ready: boolean): V1Pod['status'] {
  const now = new Date().toISOString() as unknown as Date;
  const status = ready ? 'True' : 'False';
  const [container] = spec!.containers;
  return {
    phase: 'Running',
    startTime: now,
    hostIP: '10.0.0.1',
    podIP: '10.244.0.1',
    podIPs: [{ ip: '10.244.0.1' }],
    qosClass: 'Burstable',
    conditions: ['Initialized', 'PodScheduled', 'ContainersReady', 'Ready'].map(
      type => ({
        type,
        status: type.endsWith('Ready') ? status : 'True',
        lastProbeTime: null as never,
        lastTransitionTime: now,
      }),
    ),
    containerStatuses: [
      {
        name: container.name,
        image: container.image!,
        imageID: `docker.io/${
          container.image
        }@sha256:${'0123456789abcdef'.repeat(4)}`,
        containerID: `containerd://${'0123456789abcdef'.repeat(4)}`,
        ready,
        started: true,
        restartCount: 0,
        state: { running: { startedAt: now } },
        lastState: {},
      },
    ],
  };
}

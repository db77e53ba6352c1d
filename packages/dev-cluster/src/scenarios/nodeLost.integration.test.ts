import { DevCluster, startCluster, waitFor } from '..';
import { modelPod } from './__testUtils__/modelPod';

const namespace = 'default';

describe('the scenario node-lost', () => {
  let cluster: DevCluster;

  beforeAll(async () => {
    cluster = await startCluster({
      crds: [],
      nodes: [
        {
          name: 'lost',
          count: 1,
          cpus: 4,
          memoryGiB: 16,
          storageGiB: 100,
          instanceType: 'small',
        },
      ],
      scenarios: { startSeconds: 1, failAfterSeconds: 1 },
    });
  }, 120_000);

  afterAll(async () => {
    await cluster?.stop();
  });

  // The node controller waits for 50 s before it calls a node lost.
  it('loses the node as a real one is lost: the pod is not ready, its container says it is', async () => {
    const { core } = cluster.clients();
    const body = modelPod('model', { scenario: 'node-lost' });
    await core.createNamespacedPod({ namespace, body });
    const pod = await waitFor(
      'the pod to be not ready after it was',
      async () => {
        const seen = await core.readNamespacedPod({ name: 'model', namespace });
        const ready = seen.status?.conditions?.find(
          ({ type }) => type === 'Ready',
        );
        const container = seen.status?.containerStatuses?.[0];
        return container?.started && ready?.status === 'False' && seen;
      },
      { timeoutMs: 90_000, intervalMs: 500 },
    );
    expect(pod.status?.phase).toBe('Running');
    expect(pod.status?.containerStatuses?.[0].ready).toBe(true);
    const { status } = await core.readNode({ name: 'lost-1' });
    expect(status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'Ready', status: 'Unknown' }),
    );
  }, 120_000);
});

import { CoreV1Api, KubeConfig, V1Pod, Watch } from '@kubernetes/client-node';
import { NodeShape } from '../nodes/NodeShape';
import { useCluster, waitFor } from '../testing';

jest.setTimeout(60_000);

function pod(
  name: string,
  options: { gpus?: string; resource?: string; tolerates?: string } = {},
): V1Pod {
  const { gpus, resource = 'nvidia.com/gpu', tolerates } = options;
  const limits: Record<string, string> = gpus ? { [resource]: gpus } : {};
  return {
    metadata: { name },
    spec: {
      containers: [{ name: 'main', image: 'busybox', resources: { limits } }],
      tolerations: tolerates ? [{ key: tolerates, operator: 'Exists' }] : [],
    },
  };
}

function crdNames(output: string) {
  return output
    .split('\n')
    .map(line => line.replace(/^[^/]*\//, ''))
    .filter(name => !name.endsWith('.kwok.x-k8s.io'));
}

describe('startCluster', () => {
  const cluster = useCluster({ crds: ['aibrix', 'gatewayApi'] });

  it('gives the API server of the version that was built', async () => {
    const version = JSON.parse(await cluster.kubectl(['version', '-o=json']));
    expect(version.serverVersion.gitVersion).toMatch(/^v1\.36\./);
    expect(cluster.server).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  });

  it('has the resource definitions asked for and no others', async () => {
    const names = crdNames(await cluster.kubectl(['get', 'crd', '-o=name']));
    const groups = new Set(names.map(name => name.replace(/^[^.]*\./, '')));
    expect([...groups].sort()).toEqual([
      'autoscaling.aibrix.ai',
      'gateway.networking.k8s.io',
      'model.aibrix.ai',
      'orchestration.aibrix.ai',
    ]);
  });

  it('serves the custom resources at once', async () => {
    const list = await cluster.clients().custom.listClusterCustomObject({
      group: 'autoscaling.aibrix.ai',
      version: 'v1alpha1',
      plural: 'podautoscalers',
    });
    expect(list.items).toEqual([]);
  });

  describe('nodes', () => {
    it('have the GPUs of their shapes', async () => {
      const { items } = await cluster.clients().core.listNode();
      const gpus = items.map(({ metadata, status }) => [
        metadata?.name,
        status?.allocatable?.['nvidia.com/gpu'] ??
          status?.allocatable?.['amd.com/gpu'],
      ]);
      expect(Object.fromEntries(gpus)).toEqual({
        'cpu-1': undefined,
        'cpu-2': undefined,
        'gpu-a100-1': '4',
        'gpu-a100-2': '4',
        'gpu-a100-cordoned-1': '4',
        'gpu-h100-1': '8',
        'gpu-h100-2': '8',
        'gpu-l4-1': '1',
        'gpu-l4-2': '1',
        'gpu-l4-3': '1',
        'gpu-l4-4': '1',
        'gpu-l4-not-ready-1': '1',
        'gpu-mi300x-1': '8',
        'gpu-mig-1': '0',
      });
    });

    it('carry the taints of the node controllers when cordoned or not ready', async () => {
      const { core } = cluster.clients();
      const taints = async (name: string) =>
        (await core.readNode({ name })).spec?.taints?.map(
          ({ key, effect }) => `${key}:${effect}`,
        );
      expect(await taints('gpu-a100-cordoned-1')).toEqual([
        'nvidia.com/gpu:NoSchedule',
        'node.kubernetes.io/unschedulable:NoSchedule',
      ]);
      expect((await taints('gpu-l4-not-ready-1'))?.sort()).toEqual([
        'node.kubernetes.io/not-ready:NoExecute',
        'node.kubernetes.io/not-ready:NoSchedule',
      ]);
    });

    it('keep a not ready one not ready, though its lease is renewed', async () => {
      const { core, coordination } = cluster.clients();
      const name = 'gpu-l4-not-ready-1';
      const lease = { name, namespace: 'kube-node-lease' };
      const { spec } = await coordination.readNamespacedLease(lease);
      await waitFor(
        'the lease to be renewed',
        async () => {
          const now = await coordination.readNamespacedLease(lease);
          return String(now.spec?.renewTime) !== String(spec?.renewTime);
        },
        { timeoutMs: 30_000 },
      );
      const { status } = await core.readNode({ name });
      const ready = status?.conditions?.find(({ type }) => type === 'Ready');
      expect(ready).toMatchObject({
        status: 'False',
        reason: 'KubeletNotReady',
      });
    });

    it('can be added', async () => {
      const shape: NodeShape = {
        name: 'late',
        count: 1,
        cpus: 4,
        memoryGiB: 8,
        storageGiB: 50,
        instanceType: 'small',
      };
      await cluster.addNodes([shape]);
      const { core } = cluster.clients();
      const { status } = await core.readNode({ name: 'late-1' });
      expect(status?.allocatable).toMatchObject({
        cpu: '3750m',
        memory: '6Gi',
      });
      await core.deleteNode({ name: 'late-1' });
    });
  });

  describe('scheduler', () => {
    it('places a pod on a node with the GPUs it asks for, and the pod runs', async () => {
      const namespace = await cluster.namespace();
      const { core } = cluster.clients();
      const body = pod('eight', { gpus: '8', tolerates: 'nvidia.com/gpu' });
      await core.createNamespacedPod({ namespace, body });
      const running = await waitFor(
        'the pod to run',
        async () => {
          const seen = await core.readNamespacedPod({
            namespace,
            name: 'eight',
          });
          return seen.status?.phase === 'Running' && seen;
        },
        { timeoutMs: 30_000 },
      );
      expect(running.spec?.nodeName).toMatch(/^gpu-h100-/);
      expect(running.status?.podIP).toMatch(/^10\.244\./);
    });

    it('refuses a pod that fits no node, and says why', async () => {
      const namespace = await cluster.namespace();
      const { core } = cluster.clients();
      const body = pod('nine', { gpus: '9', tolerates: 'nvidia.com/gpu' });
      await core.createNamespacedPod({ namespace, body });
      const message = await waitFor('the scheduler to refuse', async () => {
        const { status } = await core.readNamespacedPod({
          namespace,
          name: 'nine',
        });
        return status?.conditions?.find(({ reason }) => reason)?.message;
      });
      expect(message).toMatch(/^0\/14 nodes are available/);
      expect(message).toContain('Insufficient nvidia.com/gpu');
      expect(message).toContain('1 node(s) were unschedulable');
    });

    it('places a pod on a slice of a GPU', async () => {
      const namespace = await cluster.namespace();
      const { core } = cluster.clients();
      const body = pod('slice', {
        gpus: '1',
        resource: 'nvidia.com/mig-3g.40gb',
        tolerates: 'nvidia.com/gpu',
      });
      await core.createNamespacedPod({ namespace, body });
      const nodeName = await waitFor('the pod to be placed', async () => {
        const seen = await core.readNamespacedPod({ namespace, name: 'slice' });
        return seen.spec?.nodeName;
      });
      expect(nodeName).toBe('gpu-mig-1');
    });
  });

  describe('admission', () => {
    it('holds a namespace to its quota', async () => {
      const namespace = await cluster.namespace();
      const { core } = cluster.clients();
      await core.createNamespacedResourceQuota({
        namespace,
        body: {
          metadata: { name: 'gpus' },
          spec: { hard: { 'requests.nvidia.com/gpu': '1' } },
        },
      });
      await waitFor('the quota to be counted', async () => {
        const name = 'gpus';
        const quota = await core.readNamespacedResourceQuota({
          namespace,
          name,
        });
        return quota.status?.hard;
      });
      const body = pod('two', { gpus: '2' });
      await expect(
        core.createNamespacedPod({ namespace, body }),
      ).rejects.toThrow(/exceeded quota: gpus/);
    });

    it('gives containers the defaults of a limit range', async () => {
      const namespace = await cluster.namespace();
      const { core } = cluster.clients();
      await core.createNamespacedLimitRange({
        namespace,
        body: {
          metadata: { name: 'defaults' },
          spec: {
            limits: [{ type: 'Container', _default: { memory: '64Mi' } }],
          },
        },
      });
      const { spec } = await core.createNamespacedPod({
        namespace,
        body: pod('plain'),
      });
      expect(spec?.containers[0].resources?.limits).toEqual({ memory: '64Mi' });
    });

    it('enforces pod security', async () => {
      const namespace = await cluster.namespace({
        labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
      });
      const create = cluster
        .clients()
        .core.createNamespacedPod({ namespace, body: pod('unsafe') });
      await expect(create).rejects.toThrow(/violates PodSecurity/);
    });

    it('gives a service account the rights of its roles and no more', async () => {
      const namespace = await cluster.namespace();
      const { config, core, rbac } = cluster.clients();
      await rbac.createNamespacedRole({
        namespace,
        body: {
          metadata: { name: 'reader' },
          rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }],
        },
      });
      await rbac.createNamespacedRoleBinding({
        namespace,
        body: {
          metadata: { name: 'reader' },
          subjects: [{ kind: 'ServiceAccount', name: 'default', namespace }],
          roleRef: {
            apiGroup: 'rbac.authorization.k8s.io',
            kind: 'Role',
            name: 'reader',
          },
        },
      });
      const { status } = await core.createNamespacedServiceAccountToken({
        name: 'default',
        namespace,
        body: { spec: { audiences: [] } },
      });
      const limited = new KubeConfig();
      limited.loadFromClusterAndUser(config.getCurrentCluster()!, {
        name: 'reader',
        token: status?.token,
      });
      const api = limited.makeApiClient(CoreV1Api);
      expect((await api.listNamespacedPod({ namespace })).items).toEqual([]);
      await expect(api.listNamespacedSecret({ namespace })).rejects.toThrow(
        /secrets is forbidden/,
      );
    });
  });

  describe('volumes', () => {
    it('are provisioned by the default storage class', async () => {
      const namespace = await cluster.namespace();
      const { core } = cluster.clients();
      const name = 'weights';
      await core.createNamespacedPersistentVolumeClaim({
        namespace,
        body: {
          metadata: { name },
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: '10Gi' } },
          },
        },
      });
      await waitFor('the claim to be bound', async () => {
        const claim = await core.readNamespacedPersistentVolumeClaim({
          namespace,
          name,
        });
        return claim.status?.phase === 'Bound';
      });
    });
  });

  describe('openRelay', () => {
    it('cuts a watch while requests go on', async () => {
      const relay = await cluster.openRelay();
      const config = new KubeConfig();
      config.loadFromFile(relay.kubeconfig);
      const ended = new Promise(resolve => {
        const seen = jest.fn(() => relay.cutConnections());
        void new Watch(config).watch('/api/v1/nodes', {}, seen, resolve);
      });
      await ended;
      const api = config.makeApiClient(CoreV1Api);
      expect((await api.listNode()).items).not.toHaveLength(0);
      await relay.stop();
      await expect(api.listNode()).rejects.toThrow();
    });
  });

  describe('compactEtcd', () => {
    it('makes the API server say 410 Gone to who goes on from an older revision', async () => {
      const { config, core } = cluster.clients();
      const { metadata } = await core.listNamespace();
      const namespace = await cluster.namespace();
      await cluster.compactEtcd();
      const gone = await new Promise<{ code: number }>((resolve, reject) => {
        void new Watch(config).watch(
          '/api/v1/namespaces',
          { resourceVersion: metadata?.resourceVersion },
          (type, status) => type === 'ERROR' && resolve(status),
          error => reject(error ?? new Error('the watch ended')),
        );
      });
      expect(gone).toMatchObject({ code: 410, reason: 'Expired' });
      expect(
        (await core.readNamespace({ name: namespace })).metadata?.name,
      ).toBe(namespace);
    });
  });
});

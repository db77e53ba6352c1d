import type { V1PriorityClass } from '@kubernetes/client-node';
import { useCluster, waitFor } from '@orgmodels/dev-cluster';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';

type PriorityClass = V1PriorityClass & {
  metadata: { name: string };
};

jest.setTimeout(120_000);

const WHOLE_NODE = {
  deployment_config: { gpu_count: 8 },
  requirements: { gpu: { gpu_type: 'H100' } },
};

describe('models of a higher priority', () => {
  const cluster = useCluster({ crds: ['aibrix'] });
  let portal: TestPortal;
  let models: ModelsDriver;

  const createClass = (name: string, value: number) =>
    cluster.clients().objects.create<PriorityClass>({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value,
    });

  beforeAll(async () => {
    await createClass('inference', 1000);
    portal = await startPortal({
      config: {
        clusters: [
          {
            name: 'test',
            kubeconfig: { file: cluster.kubeconfig },
            pods: { priorityClassName: 'inference' },
          },
        ],
      },
    });
    models = new ModelsDriver(() => portal.as('acme-engineer'));
    await models.waitUntilReady();
  });

  afterAll(() => portal?.stop());

  const readPods = async (namespace: string) =>
    (await cluster.clients().core.listNamespacedPod({ namespace })).items;

  const plan = async () =>
    (
      await portal
        .as('acme-engineer')
        .post('/?dry_run=true')
        .send({
          name: 'urgent',
          model_type: 'chat',
          huggingface_id: 'Qwen/Qwen3-0.6B',
          ...WHOLE_NODE,
        })
    ).body;

  it('are warned of that others have to end, and take their place', async () => {
    const namespace = await cluster.namespace();
    for (const name of ['batch-1', 'batch-2']) {
      await cluster.clients().core.createNamespacedPod({
        namespace,
        body: {
          metadata: { name },
          spec: {
            tolerations: [{ operator: 'Exists' }],
            nodeSelector: { 'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3' },
            containers: [
              {
                name: 'train',
                image: 'train',
                resources: { limits: { 'nvidia.com/gpu': '8' } },
              },
            ],
          },
        },
      });
    }
    const warned = await waitFor('the plan to know of the pods', async () => {
      const body = await plan();
      if (body.fit?.verdict !== 'now') {
        throw new Error(JSON.stringify(body.error ?? body.fit));
      }
      return body;
    });
    expect(warned.fit.fitting_replicas).toBe(0);
    expect(warned.warnings).toContainEqual({
      code: 'NeedsPreemption',
      message: expect.stringMatching(/has 0 of 8 .*lower priority/),
    });

    await models.createRunning('urgent', WHOLE_NODE);
    const left = await readPods(namespace);
    expect(left.map(({ status }) => status?.phase)).toEqual(['Running']);
    await portal
      .as('acme-engineer')
      .post('/')
      .send({
        name: 'larger',
        model_type: 'chat',
        huggingface_id: 'Qwen/Qwen3-0.6B',
        ...WHOLE_NODE,
        deployment_config: { gpu_count: 8, replicas: 2 },
      })
      .expect(400)
      .expect(({ body }) =>
        expect(body.error.code).toBe('InsufficientClusterResources'),
      );
  });
});

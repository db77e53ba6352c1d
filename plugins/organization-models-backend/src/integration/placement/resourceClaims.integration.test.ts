import { useCluster, waitFor } from '@orgmodels/dev-cluster';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';

jest.setTimeout(120_000);

const CLASS = {
  apiVersion: 'resource.k8s.io/v1',
  kind: 'DeviceClass',
  metadata: { name: 'gpu.nvidia.com' },
  spec: {
    extendedResourceName: 'nvidia.com/gpu',
    selectors: [{ cel: { expression: 'device.driver == "gpu.nvidia.com"' } }],
  },
};

/** What the driver of a node with two GPUs would write. */
const SLICE = {
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceSlice',
  metadata: { name: 'cpu-1-gpus' },
  spec: {
    driver: 'gpu.nvidia.com',
    nodeName: 'cpu-1',
    pool: { name: 'cpu-1', generation: 1, resourceSliceCount: 1 },
    devices: [{ name: 'gpu-0' }, { name: 'gpu-1' }],
  },
};

const TWO_GPUS = { deployment_config: { gpu_count: 2 } };

describe('where no node has GPUs to allocate', () => {
  const cluster = useCluster({
    crds: ['aibrix'],
    nodes: [
      {
        name: 'cpu',
        count: 2,
        cpus: 16,
        memoryGiB: 64,
        storageGiB: 200,
        instanceType: 'm7i.4xlarge',
      },
    ],
  });
  const models = new ModelsDriver(() => portal.as('acme-engineer'));
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal({
      config: {
        clusters: [{ name: 'test', kubeconfig: { file: cluster.kubeconfig } }],
      },
    });
    await models.waitUntilReady();
  });

  afterAll(() => portal?.stop());

  const apply = (object: object) =>
    cluster.clients().objects.create(object as typeof CLASS);

  const plan = (name: string) =>
    models.post(name, TWO_GPUS).query({ dry_run: true });

  it('models are warned that resource claims have to give them, and get them', async () => {
    const refused = await plan('claimed').expect(400);
    expect(refused.body.error).toMatchObject({
      code: 'InsufficientClusterResources',
      message: expect.stringMatching(/has 0 of 2 nvidia\.com\/gpu in all/),
      details: { reason: 'never' },
    });

    await apply(CLASS);
    const { body } = await waitFor('the class to be known', () =>
      plan('claimed').expect(200),
    );
    expect(body.fit).toMatchObject({
      verdict: 'unknown',
      fitting_replicas: 0,
    });
    expect(body.warnings).toContainEqual({
      code: 'NeedsResourceClaims',
      message: expect.stringMatching(
        /has 0 of 2 nvidia\.com\/gpu .*DeviceClass gpu\.nvidia\.com/,
      ),
    });

    const waiting = await models.create('claimed', TWO_GPUS);
    await models.waitForModel(
      waiting,
      'in want of devices',
      ({ status_reason }) => status_reason?.code === 'InsufficientDevices',
    );
    await apply(SLICE);
    await models.waitForStatus(waiting, 'running');
    const { namespace } = await models.read(waiting);
    const claims = await cluster
      .clients()
      .objects.list('resource.k8s.io/v1', 'ResourceClaim', namespace);
    expect(claims.items).toHaveLength(1);
  });
});

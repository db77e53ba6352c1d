import { EchoCluster } from '../__testUtils__/EchoCluster';
import { connectTo } from '../__testUtils__/connectTo';
import { ClusterObjects } from '../cluster/objects/ClusterObjects';
import type { Manifest } from '../domain/facts/ResolvedModel';
import { ClusterRequestError } from '../cluster/connection/errors';
import { applyPlan, toProblem } from './applyPlan';

const AUTOSCALER: Manifest = {
  apiVersion: 'autoscaling.aibrix.ai/v1alpha1',
  kind: 'PodAutoscaler',
  metadata: { name: 'qwen', namespace: 'models', labels: {} },
};

describe('applyPlan', () => {
  let cluster: EchoCluster;
  let objects: ClusterObjects;

  beforeEach(async () => {
    cluster = await EchoCluster.start();
    objects = new ClusterObjects(connectTo(cluster.url), {
      installationId: 'test',
    });
  });

  afterEach(() => cluster.stop());

  const apply = (served: string[]) =>
    applyPlan(
      {
        kind: 'converge',
        apply: [{ manifest: AUTOSCALER, why: 'missing' }],
        prune: [],
        replicas: { set: undefined, initial: 1, isSettled: true },
        contested: [],
        leftAlone: [],
        deployment: { ...AUTOSCALER, kind: 'Deployment' },
      },
      {
        modelId: 'mdl_1',
        objects,
        applied: [],
        customResources: [
          {
            name: 'podautoscalers.autoscaling.aibrix.ai',
            served,
            established: true,
          },
        ],
        findProblem: async () => undefined,
        now: () => new Date(),
        signal: new AbortController().signal,
      },
    );

  // Its definition may just be going: nobody would tell that it went with it
  it('tells of an object that was made though its kind is not known to be served', async () => {
    const unknown = await apply(['v1beta1']);
    expect(unknown).toMatchObject({ problems: [], unwatched: true });
    expect(unknown.applied).toHaveLength(1);
    expect((await apply(['v1alpha1'])).unwatched).toBeUndefined();
    expect(cluster.given).toHaveLength(2);
  });
});

describe('toProblem', () => {
  it.each([
    [
      429,
      'TooManyRequests',
      'ApplyDelayed',
      /^The API server cannot take Service qwen now: its words$/,
    ],
    [500, 'InternalError', 'ApplyDelayed', /cannot take Service qwen now/],
    [409, 'Conflict', 'ApplyDelayed', /cannot take Service qwen now/],
    [422, 'Invalid', 'Invalid', /^its words$/],
  ])('says whether a refusal passes: %s', (status, reason, code, message) => {
    const error = ClusterRequestError.fromStatus('test', {
      code: status,
      ...{ reason, message: 'its words' },
    });
    expect(toProblem({ kind: 'Service', name: 'qwen' }, error)).toEqual({
      ...{ kind: 'Service', name: 'qwen', code },
      message: expect.stringMatching(message),
      transient: code === 'ApplyDelayed',
    });
  });
});

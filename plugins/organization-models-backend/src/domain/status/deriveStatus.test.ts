import {
  aContainer,
  aDeployment,
  ago,
  anObservedModel,
  anUnscheduledPod,
  aPod,
  aReadyPod,
  aWaitingPod,
  NOW,
  OLD_HASH,
} from '../__testUtils__/observedFacts';
import type { WorkloadFacts } from '../facts/Observation';
import { deriveStatus } from './deriveStatus';
import { deriveUnmanagedStatus } from './deriveUnmanagedStatus';
import type { StatusInput } from './StatusInput';

const RESOLVED: StatusInput['resolved'] = {
  runtime: 'vllm',
  scaling: { mode: 'fixed', replicas: 1 },
  storage: { kind: 'none' },
  token: { kind: 'none' },
};

const THREE: StatusInput['resolved'] = {
  ...RESOLVED,
  scaling: { mode: 'fixed', replicas: 3 },
};

const AUTOSCALED: StatusInput['resolved'] = {
  ...RESOLVED,
  scaling: {
    mode: 'autoscaled',
    minReplicas: 1,
    maxReplicas: 8,
    targetMetric: 'num_requests_running',
    targetValue: '40',
    scaleDownDelay: '3m',
  },
};

const NO_ROOM = '0/1 nodes are available: 1 Insufficient nvidia.com/gpu.';
const FAILING = aWaitingPod('ErrImagePull', 'not found');
const REFUSED = {
  code: 'RejectedByCluster',
  message: 'admission webhook "a" denied it',
};

function inputOf(changes: Partial<StatusInput> = {}): StatusInput {
  return {
    desiredState: 'running',
    deletionRequested: false,
    generation: 1,
    observedGeneration: 1,
    resolved: RESOLVED,
    observed: anObservedModel({ pods: [aReadyPod()] }),
    applyProblems: [],
    reachable: true,
    now: NOW,
    ...changes,
  };
}

function readyPods(count: number) {
  return Array.from({ length: count }, (_, index) =>
    aReadyPod({ name: `ready-${index}` }),
  );
}

function conditionOf(input: StatusInput, type: string) {
  return deriveStatus(input).conditions.find(
    condition => condition.type === type,
  );
}

describe('deriveStatus', () => {
  it.each<[string, Partial<StatusInput>, string, string | undefined]>([
    [
      'deleting, whatever else is',
      { deletionRequested: true, desiredState: 'stopped' },
      'deleting',
      'Deleting',
    ],
    [
      'deleting, and what is in the way',
      { deletionRequested: true, applyProblems: [REFUSED] },
      'deleting',
      'RejectedByCluster',
    ],

    [
      'stopped without pods',
      {
        desiredState: 'stopped',
        observed: anObservedModel({
          deployment: aDeployment({ wantedReplicas: 0 }),
        }),
      },
      'stopped',
      undefined,
    ],
    [
      'stopped beside an evicted pod',
      {
        desiredState: 'stopped',
        observed: anObservedModel({
          deployment: aDeployment({ wantedReplicas: 0 }),
          pods: [aPod({ phase: 'Failed', reason: 'Evicted' })],
        }),
      },
      'stopped',
      undefined,
    ],
    [
      'stopped before it was ever deployed',
      { desiredState: 'stopped', observedGeneration: 0, observed: undefined },
      'stopped',
      undefined,
    ],
    [
      'updating until its pods are gone',
      {
        desiredState: 'stopped',
        observed: anObservedModel({
          deployment: aDeployment({ wantedReplicas: 0 }),
          pods: [aReadyPod({ deleting: true })],
        }),
      },
      'updating',
      'Stopping',
    ],
    [
      'updating until no pods are wanted',
      { desiredState: 'stopped', observed: anObservedModel() },
      'updating',
      'Stopping',
    ],

    [
      'pending before it is applied',
      { observedGeneration: 0, observed: undefined },
      'pending',
      'NotApplied',
    ],
    [
      'pending while it cannot be applied',
      { observedGeneration: 0, observed: undefined, applyProblems: [REFUSED] },
      'pending',
      'RejectedByCluster',
    ],
    [
      'pending when its Deployment is gone',
      { observed: anObservedModel({ deployment: undefined }) },
      'pending',
      'DeploymentPending',
    ],
    [
      'pending until the controller has seen it',
      {
        observed: anObservedModel({
          deployment: aDeployment({ generation: 2 }),
        }),
      },
      'pending',
      'WaitingForController',
    ],
    [
      'pending without room',
      { observed: anObservedModel({ pods: [anUnscheduledPod(NO_ROOM)] }) },
      'pending',
      'InsufficientGpu',
    ],
    [
      'pending in a queue',
      {
        observed: anObservedModel({
          pods: [anUnscheduledPod('gates', 'SchedulingGated')],
        }),
      },
      'pending',
      'WaitingForQueue',
    ],
    [
      'pending with a pod that the scheduler has not seen',
      {
        observed: anObservedModel({
          pods: [aPod({ node: undefined, phase: 'Pending', containers: [] })],
        }),
      },
      'pending',
      'Scheduling',
    ],
    [
      'pending with one pod that loads and one without room',
      {
        resolved: THREE,
        observed: anObservedModel({
          pods: [aPod({ name: 'a' }), anUnscheduledPod(NO_ROOM)],
        }),
      },
      'pending',
      'InsufficientGpu',
    ],
    [
      'pending after a change of what failed',
      { generation: 2, observed: anObservedModel({ pods: [FAILING] }) },
      'pending',
      'NotApplied',
    ],

    [
      'creating without pods',
      { observed: anObservedModel() },
      'creating',
      'Starting',
    ],
    [
      'creating while it loads',
      { observed: anObservedModel({ pods: [aPod()] }) },
      'creating',
      'Loading',
    ],
    [
      'creating after one bad ending',
      {
        observed: anObservedModel({
          pods: [
            aPod({
              containers: [
                aContainer({ restarts: 1, lastTerminated: { exitCode: 1 } }),
              ],
            }),
          ],
        }),
      },
      'creating',
      'ContainerEnded',
    ],
    [
      'creating when its node is lost',
      {
        observed: anObservedModel({
          pods: [
            aPod({
              containers: [aContainer({ ready: true, runningSince: ago(900) })],
            }),
          ],
        }),
      },
      'creating',
      'NodeLost',
    ],

    [
      'failed without its image',
      { observed: anObservedModel({ pods: [FAILING] }) },
      'failed',
      'ImageNotFound',
    ],
    [
      'failed in a crash loop',
      {
        observed: anObservedModel({
          pods: [
            aPod({
              containers: [
                aContainer({ restarts: 1, terminated: { exitCode: 1 } }),
              ],
            }),
          ],
        }),
      },
      'failed',
      'CrashLoop',
    ],
    [
      'failed on one pod although another waits',
      {
        resolved: THREE,
        observed: anObservedModel({
          pods: [{ ...FAILING, name: 'b' }, anUnscheduledPod(NO_ROOM)],
        }),
      },
      'failed',
      'ImageNotFound',
    ],
    [
      'failed over quota',
      {
        observed: anObservedModel({
          deployment: aDeployment({
            conditions: [
              {
                type: 'ReplicaFailure',
                status: 'True',
                message: 'exceeded quota: a, requested: b, used: c, limited: d',
              },
            ],
          }),
        }),
      },
      'failed',
      'QuotaExceeded',
    ],
    [
      'failed without the token that only a request can bring',
      {
        resolved: {
          ...RESOLVED,
          token: { kind: 'own', secretName: 'a-token', key: 'token' },
        },
        observed: anObservedModel({
          secretExists: false,
          pods: [
            aWaitingPod(
              'CreateContainerConfigError',
              'secret "a-token" not found',
            ),
          ],
        }),
      },
      'failed',
      'TokenSecretMissing',
    ],

    ['running with all replicas', {}, 'running', undefined],
    [
      'running, and what cannot be applied any more',
      { applyProblems: [REFUSED] },
      'running',
      'RejectedByCluster',
    ],
    [
      'running while an autoscaler adds replicas',
      {
        resolved: AUTOSCALED,
        observed: anObservedModel({
          deployment: aDeployment({ wantedReplicas: 4 }),
          pods: [...readyPods(2), aPod(), anUnscheduledPod(NO_ROOM)],
        }),
      },
      'running',
      undefined,
    ],

    [
      'updating while more replicas start than ever did',
      {
        resolved: THREE,
        observed: anObservedModel({
          deployment: aDeployment({ wantedReplicas: 3 }),
          pods: [...readyPods(1), aPod()],
        }),
      },
      'updating',
      'ScalingUp',
    ],
    [
      'degraded with one of three that were all there',
      {
        reached: { served: 1, complete: 1 },
        resolved: THREE,
        observed: anObservedModel({
          deployment: aDeployment({ wantedReplicas: 3 }),
          pods: [...readyPods(1), aPod()],
        }),
      },
      'degraded',
      'Loading',
    ],
    [
      'degraded with a pod missing',
      {
        reached: { served: 1, complete: 1 },
        resolved: THREE,
        observed: anObservedModel({
          deployment: aDeployment({ wantedReplicas: 3 }),
          pods: readyPods(2),
        }),
      },
      'degraded',
      'TooFewReplicas',
    ],
    [
      'degraded when new pods fail in a rollout',
      {
        resolved: THREE,
        observed: anObservedModel({
          deployment: aDeployment({ wantedReplicas: 3, updatedReplicas: 1 }),
          pods: [
            ...readyPods(2).map(pod => ({ ...pod, templateHash: OLD_HASH })),
            FAILING,
          ],
        }),
      },
      'degraded',
      'ImageNotFound',
    ],
    [
      'updating while old pods are left',
      {
        resolved: THREE,
        observed: anObservedModel({
          deployment: aDeployment({ wantedReplicas: 3, updatedReplicas: 1 }),
          pods: [
            ...readyPods(2).map(pod => ({ ...pod, templateHash: OLD_HASH })),
            aPod(),
          ],
        }),
      },
      'updating',
      'RollingOut',
    ],
    [
      'updating before the new spec is applied',
      { generation: 2 },
      'updating',
      'NotApplied',
    ],
    [
      'updating, whatever happens to pods of an earlier spec',
      {
        resolved: THREE,
        generation: 2,
        observed: anObservedModel({ pods: [...readyPods(1), FAILING] }),
      },
      'updating',
      'NotApplied',
    ],
  ])('says: %s', (_, changes, status, code) => {
    const derived = deriveStatus(inputOf(changes));
    expect([derived.status, derived.reason?.code]).toEqual([status, code]);
  });

  describe('by the proof after its start', () => {
    const PROOF = {
      generation: 1,
      pod: 'qwen-1',
      askedAt: ago(2),
      answeredAt: ago(1),
    };
    const REFUSES = {
      ...PROOF,
      result: 'refused' as const,
      statusCode: 400,
      words: 'default chat template is no longer allowed',
    };

    it.each<[string, Partial<StatusInput>, string, string | undefined]>([
      ['runs before anybody asked', {}, 'running', undefined],
      [
        'runs when it answered',
        { proof: { ...PROOF, result: 'answered', secondsToFirstToken: 0.2 } },
        'running',
        undefined,
      ],
      [
        'runs where it is not ours to ask',
        { proof: { ...PROOF, result: 'notAsked', words: '401' } },
        'running',
        undefined,
      ],
      [
        'is degraded when it refuses',
        { proof: REFUSES },
        'degraded',
        'AnswerRefused',
      ],
      [
        'is degraded when its answer is none',
        { proof: { ...PROOF, result: 'nonsense', words: 'NaN' } },
        'degraded',
        'AnswerInvalid',
      ],
      [
        'is degraded when it says nothing',
        { proof: { ...PROOF, result: 'silent', seconds: 120 } },
        'degraded',
        'AnswerMissing',
      ],
      [
        'is not judged by an earlier generation',
        { proof: REFUSES, generation: 2, observedGeneration: 2 },
        'running',
        undefined,
      ],
      [
        'is being created again without a replica',
        { proof: REFUSES, observed: anObservedModel({ pods: [aPod()] }) },
        'creating',
        'Loading',
      ],
    ])('%s', (_, changes, status, code) => {
      const derived = deriveStatus(inputOf(changes));
      expect([derived.status, derived.reason?.code]).toEqual([status, code]);
    });

    it("says it with the engine's words", () => {
      const input = inputOf({ proof: REFUSES });
      expect(deriveStatus(input).reason?.message).toContain(REFUSES.words);
      expect(conditionOf(input, 'Answers')).toMatchObject({
        status: 'False',
        reason: 'AnswerRefused',
        message: expect.stringContaining(REFUSES.words),
      });
      expect(conditionOf(input, 'Ready')?.status).toBe('True');
    });

    it('has a condition only once it was asked', () => {
      expect(conditionOf(inputOf(), 'Answers')).toBeUndefined();
      const proof = { ...PROOF, result: 'answered' as const };
      expect(
        conditionOf(
          inputOf({ proof: { ...proof, secondsToFirstToken: 0.234 } }),
          'Answers',
        ),
      ).toMatchObject({
        status: 'True',
        message: expect.stringContaining('0.23 seconds'),
      });
    });
  });

  describe('after it failed', () => {
    const crashed = aPod({
      containers: [
        aContainer({
          restarts: 2,
          terminated: { exitCode: 1, reason: 'Error' },
        }),
      ],
    });
    const failed = deriveStatus(
      inputOf({ observed: anObservedModel({ pods: [crashed] }) }),
    );
    const loading = anObservedModel({ pods: [aPod()] });

    it('forgets a failure of a stage that the pod has passed', () => {
      const previous = deriveStatus(
        inputOf({ observed: anObservedModel({ pods: [FAILING] }) }),
      );
      expect(previous.reason?.code).toBe('ImageNotFound');
      expect(
        deriveStatus(inputOf({ observed: loading, previous })),
      ).toMatchObject({ status: 'creating', reason: { code: 'Loading' } });
    });

    it('stays failed while a new pod looks well', () => {
      const next = deriveStatus(
        inputOf({ observed: loading, previous: failed }),
      );
      expect(next).toMatchObject({
        status: 'failed',
        reason: { code: 'CrashLoop' },
      });
    });

    it('runs when a replica is ready', () => {
      expect(deriveStatus(inputOf({ previous: failed })).status).toBe(
        'running',
      );
    });

    it('is new when the generation moved', () => {
      const moved = {
        generation: 2,
        observedGeneration: 2,
        observed: loading,
        previous: failed,
      };
      expect(deriveStatus(inputOf(moved)).status).toBe('creating');
    });
  });

  describe('while something changes', () => {
    const before = deriveStatus(inputOf());
    const moved = { generation: 2, observedGeneration: 2 };
    const served = { reached: { served: 1, complete: 1 } };
    const oldPods = (pods = readyPods(1)) =>
      pods.map(pod => ({ ...pod, templateHash: OLD_HASH }));

    it.each<[string, Partial<StatusInput>, string, string | undefined]>([
      [
        'updating while what was seen is older than the apply',
        { ...moved, isStale: true, previous: before },
        'updating',
        'NotSeenYet',
      ],
      [
        'updating, not failed for the reason of the spec before',
        {
          ...moved,
          isStale: true,
          observed: anObservedModel({ pods: [FAILING] }),
        },
        'updating',
        'NotSeenYet',
      ],
      [
        'as before while only something was set back',
        { isStale: true, previous: before },
        'running',
        undefined,
      ],
      [
        'nothing of pods of the spec before while no pod of this one is made',
        {
          ...moved,
          observed: anObservedModel({
            deployment: aDeployment({ updatedReplicas: 0 }),
            pods: [FAILING],
          }),
        },
        'creating',
        'Starting',
      ],
      [
        'nothing of ended pods of the spec before, of which all are to go first',
        {
          ...moved,
          observed: anObservedModel({
            deployment: aDeployment({
              updatedReplicas: 0,
              replicas: 0,
              ofEarlierSpec: true,
            }),
            pods: [aPod({ phase: 'Failed', reason: 'Evicted' })],
          }),
        },
        'creating',
        'Starting',
      ],
      [
        'that earlier pods end yet',
        {
          ...moved,
          observed: anObservedModel({
            deployment: aDeployment({ updatedReplicas: 0, replicas: 0 }),
            pods: oldPods().map(pod => ({ ...pod, deleting: true })),
          }),
        },
        'creating',
        'WaitingForRoom',
      ],
      [
        'updating while its own ending pod holds the GPU',
        {
          ...moved,
          resolved: { ...RESOLVED, scaling: { mode: 'fixed', replicas: 2 } },
          observed: anObservedModel({
            deployment: aDeployment({ wantedReplicas: 2, updatedReplicas: 1 }),
            pods: [
              ...oldPods(),
              { ...oldPods()[0], name: 'ending', deleting: true },
              anUnscheduledPod(NO_ROOM),
            ],
          }),
        },
        'updating',
        'WaitingForRoom',
      ],
      [
        'updating while its own ending pod holds the quota',
        {
          ...moved,
          resolved: { ...RESOLVED, scaling: { mode: 'fixed', replicas: 2 } },
          observed: anObservedModel({
            deployment: aDeployment({
              wantedReplicas: 2,
              replicas: 1,
              updatedReplicas: 0,
              conditions: [
                {
                  type: 'ReplicaFailure',
                  status: 'True',
                  message:
                    'pods "a" is forbidden: exceeded quota: q, requested: requests.nvidia.com/gpu=1, used: requests.nvidia.com/gpu=2, limited: requests.nvidia.com/gpu=2',
                },
              ],
            }),
            pods: [
              ...oldPods(),
              { ...oldPods()[0], name: 'ending', deleting: true },
            ],
          }),
        },
        'updating',
        'WaitingForRoom',
      ],
      [
        'degraded, not creating, when what served has no ready replica',
        { ...served, observed: anObservedModel({ pods: [aPod()] }) },
        'degraded',
        'Loading',
      ],
      [
        'degraded when what served does not answer its health check',
        {
          ...served,
          observed: anObservedModel({
            pods: [
              aPod({
                containers: [
                  aContainer({ started: true, runningSince: ago(900) }),
                ],
              }),
            ],
          }),
        },
        'degraded',
        'NotAnswering',
      ],
      [
        'degraded when the node of what served is lost',
        {
          ...served,
          observed: anObservedModel({
            pods: [
              aPod({
                containers: [
                  aContainer({
                    ready: true,
                    started: true,
                    runningSince: ago(900),
                  }),
                ],
              }),
            ],
          }),
        },
        'degraded',
        'NodeLost',
      ],
      [
        'degraded when what served has no pod at all',
        { ...served, observed: anObservedModel() },
        'degraded',
        'NoReplicaReady',
      ],
      [
        'creating again with another spec',
        { ...moved, ...served, observed: anObservedModel({ pods: [aPod()] }) },
        'creating',
        'Loading',
      ],
    ])('says: %s', (_, changes, status, code) => {
      const derived = deriveStatus(inputOf(changes));
      expect([derived.status, derived.reason?.code]).toEqual([status, code]);
    });

    it('remembers which generation served, and which was complete', () => {
      expect(deriveStatus(inputOf()).reached).toEqual({
        served: 1,
        complete: 1,
      });
      const one = inputOf({
        resolved: THREE,
        generation: 2,
        observedGeneration: 2,
        ...served,
      });
      expect(deriveStatus(one).reached).toEqual({ served: 2, complete: 1 });
      expect(
        deriveStatus(inputOf({ ...served, observed: anObservedModel() }))
          .reached,
      ).toEqual(served.reached);
    });

    it('keeps the cause of a loop of probes when its events are dropped', () => {
      const ending = {
        exitCode: 0,
        reason: 'Completed',
        finishedAt: ago(60),
        startedAt: ago(300),
      };
      const observed = anObservedModel({
        pods: [
          aPod({
            containers: [aContainer({ restarts: 9, terminated: ending })],
          }),
        ],
      });
      expect(deriveStatus(inputOf({ observed })).reason?.code).toBe(
        'EngineExited',
      );
      const previous = {
        ...before,
        status: 'failed' as const,
        reason: {
          code: 'LivenessFailed',
          message: 'The engine stopped answering and was killed.',
        },
      };
      expect(deriveStatus(inputOf({ observed, previous })).reason?.code).toBe(
        'LivenessFailed',
      );
    });

    it('knows a start that was too slow by how long it ran', () => {
      const ending = {
        exitCode: 0,
        reason: 'Completed',
        startedAt: ago(1900),
        finishedAt: ago(60),
      };
      const observed = anObservedModel({
        pods: [
          aPod({
            containers: [
              aContainer({
                restarts: 9,
                lastTerminated: ending,
                runningSince: ago(50),
              }),
            ],
          }),
        ],
      });
      const resolved = { ...RESOLVED, startupBudgetSeconds: 1800 };
      expect(deriveStatus(inputOf({ observed, resolved })).reason?.code).toBe(
        'StartupTimeout',
      );
    });
  });

  describe('while the cluster is away', () => {
    const previous = deriveStatus(inputOf());

    it('keeps the last status and says that nobody could look', () => {
      const later = new Date(NOW.getTime() + 60_000);
      const away = deriveStatus(
        inputOf({
          reachable: false,
          previous,
          observed: undefined,
          now: later,
        }),
      );
      expect(away).toMatchObject({
        status: 'running',
        replicas: previous.replicas,
      });
      expect(away.conditions.map(({ type }) => type)).toEqual(
        previous.conditions.map(({ type }) => type),
      );
      expect(new Set(away.conditions.map(({ status }) => status))).toEqual(
        new Set(['Unknown']),
      );
      expect(away.conditions[0].last_transition_time).toBe(later.toISOString());
    });

    it('takes a deletion all the same', () => {
      const away = inputOf({
        reachable: false,
        previous,
        deletionRequested: true,
      });
      expect(deriveStatus(away).status).toBe('deleting');
    });

    it('is pending when nothing was ever known', () => {
      const away = deriveStatus(
        inputOf({ reachable: false, observed: undefined }),
      );
      expect(away).toMatchObject({
        status: 'pending',
        replicas: { desired: 1, ready: 0 },
      });
    });
  });

  it('gives the same twice, and keeps the moment of what does not change', () => {
    const observed = anObservedModel({ pods: [aPod()] });
    const first = deriveStatus(inputOf({ observed }));
    const later = new Date(NOW.getTime() + 60_000);
    expect(
      deriveStatus(inputOf({ observed, previous: first, now: later })),
    ).toEqual(first);
    const ready = deriveStatus(inputOf({ previous: first, now: later }));
    const moments = Object.fromEntries(
      ready.conditions.map(({ type, last_transition_time }) => [
        type,
        last_transition_time,
      ]),
    );
    expect(moments).toMatchObject({
      Applied: NOW.toISOString(),
      Ready: later.toISOString(),
    });
  });

  it('does not count a replica whose node is lost, nor one on its way out', () => {
    const lost = aPod({
      name: 'lost',
      containers: [aContainer({ ready: true, runningSince: ago(900) })],
    });
    const pods = [
      ...readyPods(1),
      lost,
      aReadyPod({ name: 'leaving', deleting: true }),
    ];
    expect(
      deriveStatus(inputOf({ observed: anObservedModel({ pods }) })).replicas
        .ready,
    ).toBe(1);
  });

  it.each<[string, string, Partial<StatusInput>, string, string]>([
    ['Applied', 'a model whose objects are there', {}, 'True', 'Applied'],
    [
      'Applied',
      'a model that cannot be applied',
      { applyProblems: [REFUSED] },
      'False',
      'RejectedByCluster',
    ],
    [
      'Applied',
      'a model that is deleted',
      { deletionRequested: true },
      'False',
      'Deleting',
    ],
    [
      'Scheduled',
      'a pod without room',
      { observed: anObservedModel({ pods: [anUnscheduledPod(NO_ROOM)] }) },
      'False',
      'InsufficientGpu',
    ],
    ['Scheduled', 'a pod with a node', {}, 'True', 'Scheduled'],
    [
      'Scheduled',
      'a stopped model',
      { desiredState: 'stopped' },
      'False',
      'Stopped',
    ],
    ['ImagesPulled', 'a pod that runs', {}, 'True', 'Pulled'],
    [
      'ImagesPulled',
      'a pod without its image',
      { observed: anObservedModel({ pods: [FAILING] }) },
      'False',
      'ImageNotFound',
    ],
    [
      'ImagesPulled',
      'a pod that starts',
      {
        observed: anObservedModel({ pods: [aWaitingPod('ContainerCreating')] }),
      },
      'False',
      'NotPulled',
    ],
    ['Ready', 'all replicas', {}, 'True', 'ReplicasReady'],
    [
      'Ready',
      'too few replicas',
      { resolved: THREE },
      'False',
      'TooFewReplicas',
    ],
    [
      'Ready',
      'a replica that loads',
      { observed: anObservedModel({ pods: [aPod()] }) },
      'False',
      'Loading',
    ],
    ['Routed', 'no gateway', {}, 'False', 'NoRoute'],
    [
      'Routed',
      'a route',
      {
        observed: anObservedModel({
          pods: [aReadyPod()],
          route: { accepted: true, resolvedRefs: true },
        }),
      },
      'True',
      'Routed',
    ],
    [
      'Routed',
      'a route to nowhere',
      {
        observed: anObservedModel({
          pods: [aReadyPod()],
          route: { accepted: true, resolvedRefs: false },
        }),
      },
      'False',
      'RouteUnresolved',
    ],
    [
      'AutoscalerActive',
      'a healthy autoscaler, scaling or not',
      {
        resolved: AUTOSCALED,
        observed: anObservedModel({
          podAutoscaler: {
            conditions: [
              { type: 'AbleToScale', status: 'True' },
              { type: 'ScalingActive', status: 'False' },
              { type: 'Ready', status: 'False' },
            ],
          },
        }),
      },
      'True',
      'Active',
    ],
    [
      'AutoscalerActive',
      'an autoscaler that cannot scale',
      {
        resolved: AUTOSCALED,
        observed: anObservedModel({
          podAutoscaler: {
            conditions: [
              {
                type: 'ValidSpec',
                status: 'False',
                reason: 'InvalidBounds',
                message: 'min > max',
              },
            ],
          },
        }),
      },
      'False',
      'InvalidBounds',
    ],
    [
      'AutoscalerActive',
      'a missing autoscaler',
      { resolved: AUTOSCALED },
      'False',
      'AutoscalerMissing',
    ],
    [
      'AutoscalerActive',
      'a new autoscaler',
      {
        resolved: AUTOSCALED,
        observed: anObservedModel({ podAutoscaler: { conditions: [] } }),
      },
      'Unknown',
      'NotObserved',
    ],
    [
      'StorageBound',
      'a claim with a volume',
      {
        resolved: { ...RESOLVED, storage: { kind: 'shared', claimName: 'a' } },
        observed: anObservedModel({ claim: { name: 'a', phase: 'Bound' } }),
      },
      'True',
      'Bound',
    ],
    [
      'StorageBound',
      'a claim without one',
      {
        resolved: { ...RESOLVED, storage: { kind: 'shared', claimName: 'a' } },
        observed: anObservedModel({ claim: { name: 'a', phase: 'Pending' } }),
      },
      'False',
      'ClaimPending',
    ],
    [
      'StorageBound',
      'no claim',
      {
        resolved: { ...RESOLVED, storage: { kind: 'shared', claimName: 'a' } },
      },
      'False',
      'ClaimMissing',
    ],
    [
      'TokenAvailable',
      'a Secret of somebody that no pod has used',
      {
        resolved: {
          ...RESOLVED,
          token: { kind: 'named', secretName: 'a', key: 'b' },
        },
        observed: anObservedModel(),
      },
      'Unknown',
      'NotUsedYet',
    ],
    [
      'TokenAvailable',
      'a Secret that a pod uses',
      {
        resolved: {
          ...RESOLVED,
          token: { kind: 'named', secretName: 'a', key: 'b' },
        },
      },
      'True',
      'SecretFound',
    ],
    [
      'TokenAvailable',
      'a Secret without the key',
      {
        resolved: {
          ...RESOLVED,
          token: { kind: 'named', secretName: 'a', key: 'b' },
        },
        observed: anObservedModel({
          pods: [
            aWaitingPod(
              'CreateContainerConfigError',
              "couldn't find key b in Secret models/a",
            ),
          ],
        }),
      },
      'False',
      'SecretKeyMissing',
    ],
    [
      'TokenAvailable',
      'a token whose Secret was deleted while it serves',
      {
        resolved: {
          ...RESOLVED,
          token: { kind: 'own', secretName: 'a', key: 'b' },
        },
        observed: anObservedModel({ secretExists: false, pods: [aReadyPod()] }),
      },
      'False',
      'TokenSecretMissing',
    ],
  ])('%s, of %s', (type, _, changes, status, reason) => {
    expect(conditionOf(inputOf(changes), type)).toMatchObject({
      status,
      reason,
    });
  });

  it('has no condition for what the model does not have', () => {
    expect(deriveStatus(inputOf()).conditions.map(({ type }) => type)).toEqual([
      'Applied',
      'Scheduled',
      'ImagesPulled',
      'Ready',
      'Routed',
    ]);
  });
});

describe('deriveUnmanagedStatus', () => {
  const workload: WorkloadFacts = {
    uid: 'uid-of-llama',
    kind: 'Deployment',
    name: 'llama',
    namespace: 'others',
    createdAt: ago(900),
    wantedReplicas: 2,
    readyReplicas: 0,
    availableReplicas: 0,
    updatedReplicas: 2,
  };
  const failing = { pods: [FAILING], events: [] };

  it.each<[string, Partial<WorkloadFacts>, string, string | undefined]>([
    ['running', { readyReplicas: 2 }, 'running', undefined],
    ['stopped', { wantedReplicas: 0 }, 'stopped', undefined],
    ['creating', {}, 'creating', 'Starting'],
    ['failed by its pods', { unready: failing }, 'failed', 'ImageNotFound'],
    [
      'pending for want of room',
      { unready: { pods: [anUnscheduledPod(NO_ROOM)], events: [] } },
      'pending',
      'InsufficientGpu',
    ],
    [
      'failed for want of pods',
      {
        conditions: [
          {
            type: 'ReplicaFailure',
            status: 'True',
            message: 'pods "a" is forbidden: violates PodSecurity "restricted"',
          },
        ],
      },
      'failed',
      'PodSecurity',
    ],
    [
      'degraded beside ready ones',
      { readyReplicas: 1, unready: failing },
      'degraded',
      'ImageNotFound',
    ],
    ['degraded', { readyReplicas: 1 }, 'degraded', 'TooFewReplicas'],
  ])('says: %s', (_, changes, status, code) => {
    const derived = deriveUnmanagedStatus(
      { ...workload, ...changes },
      { now: NOW },
    );
    expect([derived.status, derived.reason?.code]).toEqual([status, code]);
  });
});

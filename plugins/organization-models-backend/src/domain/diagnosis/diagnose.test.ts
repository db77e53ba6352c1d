import type {
  ConditionFacts,
  EventFacts,
  PodFacts,
} from '../facts/ObservedModel';
import {
  aContainer,
  aDeployment,
  ago,
  anEvent,
  anObservedModel,
  anUnscheduledPod,
  aPod,
  aReadyPod,
  aWaitingPod,
  IMAGE,
  NOW,
  OLD_HASH,
} from '../__testUtils__/observedFacts';
import type { NodeFacts } from '../facts/ClusterFacts';
import { buildNode } from '../placement/__testUtils__/buildNode';
import { diagnose } from './diagnose';
import type { Severity } from './Finding';

const POD = 'qwen-7f7d5bb7f4-gxq6r';

function diagnosePods(pods: PodFacts[], events: EventFacts[] = []) {
  return diagnose(anObservedModel({ pods, events }), { now: NOW });
}

function codesOf(findings: { code: string; severity: Severity }[]) {
  return findings.map(({ code, severity }) => `${severity} ${code}`);
}

const DEADLINE: ConditionFacts = {
  type: 'Progressing',
  status: 'False',
  reason: 'ProgressDeadlineExceeded',
  message: 'ReplicaSet "qwen-7f7d5bb7f4" has timed out progressing.',
};

describe('diagnose', () => {
  // texts as containerd 1.7 and 2.2 and several registries give them
  it.each<[string, string, string | undefined, string]>([
    [
      'a missing tag',
      'ImagePullBackOff',
      `Back-off pulling image "${IMAGE}": ErrImagePull: failed to pull and unpack image "docker.io/${IMAGE}": failed to resolve reference "docker.io/${IMAGE}": docker.io/${IMAGE}: not found`,
      'failure ImageNotFound',
    ],
    [
      'a private repository',
      'ErrImagePull',
      `failed to resolve reference "docker.io/acme/x:1": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
      'failure ImageAccessDenied',
    ],
    [
      'a rate limit that lasts',
      'ImagePullBackOff',
      `Back-off pulling image "${IMAGE}": ErrImagePull: unexpected status code 429 Too Many Requests`,
      'failure ImageRateLimited',
    ],
    [
      'a registry without an address',
      'ImagePullBackOff',
      `Back-off pulling image "${IMAGE}": ErrImagePull: dial tcp: lookup registry.example.com: no such host`,
      'failure ImageRegistryUnreachable',
    ],
    [
      'a name that is none',
      'InvalidImageName',
      'couldn\'t parse image name "A B": invalid reference format',
      'failure InvalidImageName',
    ],
    [
      'an image that may not be pulled',
      'ErrImageNeverPull',
      `Container image "${IMAGE}" is not present with pull policy of Never`,
      'failure ImageNotOnNode',
    ],
    [
      'an older kubelet, which says nothing',
      'ImagePullBackOff',
      `Back-off pulling image "${IMAGE}"`,
      'failure ImagePullFailed',
    ],
    [
      'a missing Secret',
      'CreateContainerConfigError',
      'secret "acme-hub" not found',
      'failure SecretMissing',
    ],
    [
      'a missing key',
      'CreateContainerConfigError',
      "couldn't find key token in Secret models/acme-hub",
      'failure SecretKeyMissing',
    ],
    [
      'another bad configuration',
      'CreateContainerConfigError',
      'cannot find volume "a" to mount into container "vllm"',
      'failure ContainerConfigInvalid',
    ],
    [
      'a container that cannot be made',
      'CreateContainerError',
      'context deadline exceeded',
      'failure ContainerCreationFailed',
    ],
    ['nothing yet', 'ContainerCreating', undefined, 'progress Starting'],
    [
      'a failing init container',
      'PodInitializing',
      undefined,
      'progress Starting',
    ],
  ])('knows %s', (_, reason, message, expected) => {
    expect(codesOf(diagnosePods([aWaitingPod(reason, message)]))).toEqual([
      expected,
    ]);
  });

  it('finds the cause in an event where the waiting message has none', () => {
    const event = anEvent(
      'Failed',
      `Failed to pull image "${IMAGE}": rpc error: code = NotFound desc = failed to pull and unpack image: not found`,
    );
    const pod = aWaitingPod(
      'ImagePullBackOff',
      `Back-off pulling image "${IMAGE}"`,
    );
    expect(diagnosePods([pod], [event])[0]).toMatchObject({
      code: 'ImageNotFound',
      evidence: [
        { source: 'event', text: expect.stringContaining(event.message) },
      ],
    });
  });

  it('does not take what is in the name of an image for a cause', () => {
    const image = 'registry.example.com/not-found/429:v1';
    const pod = aPod({
      phase: 'Pending',
      containers: [
        aContainer({
          image,
          waiting: {
            reason: 'ImagePullBackOff',
            message: `Back-off pulling image "${image}"`,
          },
        }),
      ],
    });
    expect(codesOf(diagnosePods([pod]))).toEqual(['failure ImagePullFailed']);
  });

  it('waits for a passing trouble of a registry to come twice', () => {
    const pod = {
      ...aWaitingPod('ErrImagePull', '429 Too Many Requests'),
      createdAt: ago(20),
    };
    const event = anEvent(
      'Failed',
      'Failed to pull image "x": 429 Too Many Requests',
    );
    expect(codesOf(diagnosePods([pod], [event]))).toEqual([
      'waiting ImageRateLimited',
    ]);
    expect(codesOf(diagnosePods([pod], [{ ...event, count: 2 }]))).toEqual([
      'failure ImageRateLimited',
    ]);
  });

  // messages of kube-scheduler 1.36
  const NO_PREEMPTION =
    'no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.';
  it.each([
    [
      `0/3 nodes are available: 1 Insufficient nvidia.com/gpu, 2 node(s) didn't match Pod's node affinity/selector. ${NO_PREEMPTION}`,
      'InsufficientGpu',
      'No suitable node has enough free GPUs (nvidia.com/gpu).',
    ],
    [
      `0/1 nodes are available: 1 Insufficient nvidia.com/mig-1g.10gb. ${NO_PREEMPTION}`,
      'InsufficientGpu',
      'No suitable node has enough free GPUs (nvidia.com/mig-1g.10gb).',
    ],
    [
      '0/2 nodes are available: 2 cannot allocate all claims. still not schedulable, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
      'InsufficientDevices',
      'No suitable node has enough free devices for resource claims.',
    ],
    [
      `0/3 nodes are available: 1 Insufficient memory, 2 node(s) had untolerated taint(s). ${NO_PREEMPTION}`,
      'InsufficientMemory',
      'No suitable node has enough free memory.',
    ],
    [
      `0/3 nodes are available: 3 Insufficient cpu. ${NO_PREEMPTION}`,
      'InsufficientCpu',
      'No suitable node has enough free CPU.',
    ],
    [
      `0/3 nodes are available: 3 Too many pods. ${NO_PREEMPTION}`,
      'TooManyPods',
      'The suitable nodes have as many pods as they may.',
    ],
    [
      `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match Pod's node affinity/selector. ${NO_PREEMPTION}`,
      'NodeSelectorMismatch',
      'No node matches the GPU type or memory that is asked for, or the node selector.',
    ],
    [
      `0/2 nodes are available: 2 node(s) had untolerated taint(s). ${NO_PREEMPTION}`,
      'UntoleratedTaint',
      'All nodes that would suit are kept free by taints.',
    ],
    [
      '0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
      'ClaimPending',
      'The claim has no volume yet.',
    ],
    [
      '0/3 nodes are available: persistentvolumeclaim "model-cache" not found. not found',
      'ClaimMissing',
      'The claim model-cache does not exist.',
    ],
    [
      '0/3 nodes are available: 3 node(s) had volume node affinity conflict.',
      'ClaimNodeConflict',
      'The volume can only be used on nodes which have no room or do not suit.',
    ],
    [
      'no nodes available to schedule pods',
      'NoNodes',
      'The cluster has no nodes.',
    ],
    [
      'something new',
      'Unschedulable',
      'The scheduler finds no node for the pods: something new.',
    ],
  ])('reads the scheduler: %s', (text, code, message) => {
    expect(diagnosePods([anUnscheduledPod(text)])).toEqual([
      expect.objectContaining({
        code,
        message,
        severity: 'waiting',
        evidence: [expect.objectContaining({ source: 'status', text })],
      }),
    ]);
  });

  // the reason of the node that came furthest through the filters
  it.each([
    [
      "0/23 nodes are available: 1 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode, 22 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/23 nodes are available: 1 No preemption victims found for incoming pod, 22 Preemption is not helpful for scheduling.",
      'ClaimInUse',
    ],
    [
      "0/9 nodes are available: 1 Insufficient nvidia.com/gpu, 2 node(s) had untolerated taint(s), 6 node(s) didn't match Pod's node affinity/selector.",
      'InsufficientGpu',
    ],
    [
      '0/4 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 1 Insufficient nvidia.com/gpu, 3 node(s) were unschedulable.',
      'InsufficientGpu',
    ],
    [
      '0/4 nodes are available: 1 node(s) had volume node affinity conflict, 3 Insufficient nvidia.com/gpu.',
      'ClaimNodeConflict',
    ],
    [
      "0/4 nodes are available: 1 node(s) didn't match pod anti-affinity rules, 3 Insufficient cpu.",
      'AntiAffinity',
    ],
    [
      "0/4 nodes are available: 2 node(s) didn't match pod topology spread constraints, 2 node(s) had untolerated taint {nvidia.com/gpu: }.",
      'TopologySpread',
    ],
    [
      "0/4 nodes are available: 1 node(s) didn't find available persistent volumes to bind, 3 node(s) didn't match Pod's node affinity/selector.",
      'ClaimNoVolume',
    ],
    [
      '0/2 nodes are available: 2 node(s) exceed max volume count.',
      'VolumeLimit',
    ],
    ['0/3 nodes are available: 3 node(s) were unschedulable.', 'NodesCordoned'],
    [
      '0/3 nodes are available: 3 node(s) had untolerated taint {node.kubernetes.io/unreachable: }.',
      'NodesNotReady',
    ],
    [
      '0/3 nodes are available: 3 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }.',
      'NodesUnderPressure',
    ],
    [
      "0/3 nodes are available: 1 the moon is in the wrong house, 2 node(s) didn't match Pod's node affinity/selector.",
      'Unschedulable',
    ],
    [
      'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded',
      'ClaimProvisionerSilent',
    ],
  ])('names the cause that matters: %s', (text, code) => {
    expect(codesOf(diagnosePods([anUnscheduledPod(text)]))).toEqual([
      `waiting ${code}`,
    ]);
  });

  it('shows what nobody has a name for in the words of the scheduler', () => {
    const text =
      "0/3 nodes are available: 1 the moon is in the wrong house, 2 node(s) didn't match Pod's node affinity/selector.";
    expect(diagnosePods([anUnscheduledPod(text)])[0].message).toBe(
      'The scheduler finds no node for the pods: the moon is in the wrong house.',
    );
  });

  it('knows by the nodes which taint a scheduler does not name', () => {
    const pods = [
      anUnscheduledPod(
        '0/2 nodes are available: 2 node(s) had untolerated taint(s).',
      ),
    ];
    const node = {
      name: 'gpu-1',
      labels: {},
      taints: [],
      unschedulable: false,
      ready: true,
      allocatable: {},
      requested: {},
    };
    const lost = {
      ...node,
      taints: [
        {
          key: 'node.kubernetes.io/unreachable',
          effect: 'NoExecute' as const,
        },
      ],
    };
    const kept = {
      ...node,
      taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' as const }],
    };
    const codeOf = (nodes: NodeFacts[]) =>
      diagnose(anObservedModel({ pods }), { now: NOW, nodes })[0].code;
    expect(codeOf([node, lost])).toBe('NodesNotReady');
    expect(codeOf([{ ...node, unschedulable: true }])).toBe('NodesCordoned');
    expect(codeOf([lost, kept])).toBe('UntoleratedTaint');
  });

  it('fails when a node refuses pod after pod, until one gets further', () => {
    const refused = (n: number) =>
      aPod({
        name: `refused-${n}`,
        createdAt: ago(300 - n),
        phase: 'Failed',
        reason: 'TopologyAffinityError',
        message:
          'Pod was rejected: Resources cannot be allocated with Topology locality',
        containers: [],
      });
    const pods = [1, 2, 3, 4].map(refused);
    expect(codesOf(diagnosePods(pods.slice(0, 2)))).toEqual([
      'warning TopologyRefused',
    ]);
    expect(diagnosePods(pods)).toEqual([
      expect.objectContaining({
        code: 'TopologyRefused',
        severity: 'failure',
        message: expect.stringMatching(/NUMA.*topology.* 4 pods were refused/),
      }),
    ]);
    const next = aPod({ createdAt: ago(10) });
    expect(codesOf(diagnosePods([...pods, next]))).toEqual([
      'progress Loading',
    ]);
  });

  it('waits for its own ending pod rather than for others', () => {
    const pods = [
      anUnscheduledPod(
        '0/1 nodes are available: 1 Insufficient nvidia.com/gpu.',
      ),
      aReadyPod({ name: 'ending', deleting: true, templateHash: OLD_HASH }),
    ];
    expect(codesOf(diagnosePods(pods))).toEqual(['waiting WaitingForRoom']);
  });

  it('counts one failed pull once, though the kubelet tells of it thrice', () => {
    const cause = 'failed to do request: dial tcp: i/o timeout';
    const pod = { ...aWaitingPod('ErrImagePull', cause), createdAt: ago(20) };
    const events = [
      anEvent('Failed', `Failed to pull image "x": ${cause}`),
      anEvent('Failed', 'Error: ErrImagePull'),
      anEvent('Failed', 'Error: ImagePullBackOff'),
    ];
    expect(codesOf(diagnosePods([pod], events))).toEqual([
      'waiting ImageRegistryUnreachable',
    ]);
  });

  it.each([
    [
      'unexpected status from HEAD request to https://r/v2/x/manifests/1: 500 Internal Server Error',
      'ImageRegistryError',
    ],
    ['no match for platform in manifest: not found', 'ImagePlatform'],
    ['failed to extract layer sha256:1: unexpected EOF', 'ImageCorrupt'],
  ])('knows the failed pull: %s', (text, code) => {
    expect(
      codesOf(diagnosePods([aWaitingPod('ImagePullBackOff', text)])),
    ).toEqual([`failure ${code}`]);
  });

  it('says one thing of a command that does not exist, however its retry is named', () => {
    const text =
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "vlm": executable file not found in $PATH: unknown';
    const waiting = aWaitingPod('RunContainerError', text);
    const ended = aPod({
      containers: [
        aContainer({
          restarts: 3,
          terminated: { exitCode: 128, reason: 'StartError', message: text },
        }),
      ],
    });
    const [[one], [other]] = [waiting, ended].map(pod => diagnosePods([pod]));
    expect([one.code, one.message, one.hint, one.severity]).toEqual([
      other.code,
      other.message,
      other.hint,
      other.severity,
    ]);
    expect(one.message).toContain('vlm');
  });

  it('says what a pod waits for that cannot end, and only until others are there', () => {
    const ending = aReadyPod({ deleting: true, ready: false, node: 'lost' });
    const nodes = [
      { ...buildNode('lost'), ready: false },
      { ...buildNode('other'), ready: true },
    ];
    const find = (pods: PodFacts[]) =>
      diagnose(anObservedModel({ pods }), { now: NOW, nodes });
    expect(find([ending])).toEqual([
      expect.objectContaining({
        code: 'NodeLost',
        message: expect.stringContaining('to end on node lost'),
      }),
    ]);
    expect(find([ending, aReadyPod({ node: 'other' })])).toEqual([]);
    expect(find([{ ...ending, node: 'other' }])).toEqual([]);
  });

  it('shows what no rule has words for in the words of the node', () => {
    const pod = aWaitingPod('PostStartHookError', 'hook failed with 3');
    const [finding, ...others] = diagnosePods([pod]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: 'ContainerWaiting',
      severity: 'waiting',
      message:
        'The node keeps the container waiting: hook failed with 3 (PostStartHookError).',
      evidence: [{ source: 'status', text: 'hook failed with 3' }],
    });
    expect(
      codesOf(diagnosePods([aWaitingPod('ContainerCreating')])),
    ).not.toContain('waiting ContainerWaiting');
  });

  it('tells a limit of its own from a node that is full', () => {
    const pod = aPod({
      phase: 'Failed',
      reason: 'Evicted',
      message:
        'Pod ephemeral local storage usage exceeds the total limit of containers 10Gi. ',
      containers: [],
    });
    expect(codesOf(diagnosePods([pod]))).toEqual([
      'failure EphemeralStorageExceeded',
    ]);
  });

  it('tells of a provisioner that does not answer', () => {
    const claim = { name: 'qwen-models', phase: 'Pending' };
    const asked = anEvent(
      'ExternalProvisioning',
      "Waiting for a volume to be created either by the external provisioner 'ebs.csi.aws.com' or manually by the system administrator.",
      {
        type: 'Normal',
        object: { kind: 'PersistentVolumeClaim', name: 'qwen-models' },
        firstAt: ago(90),
      },
    );
    const diagnoseAt = (firstAt: string) =>
      diagnose(anObservedModel({ claim, events: [{ ...asked, firstAt }] }), {
        now: NOW,
      });
    expect(diagnoseAt(ago(90))).toEqual([
      expect.objectContaining({
        code: 'ClaimProvisionerSilent',
        message: expect.stringContaining('ebs.csi.aws.com'),
      }),
    ]);
    expect(diagnoseAt(ago(10))).toEqual([]);
  });

  it('sees an engine that had started and does not answer', () => {
    const pod = aPod({
      containers: [
        aContainer({ started: true, restarts: 1, runningSince: ago(900) }),
      ],
    });
    const events = [
      anEvent('Unhealthy', 'Readiness probe failed: context deadline exceeded'),
    ];
    expect(codesOf(diagnosePods([pod], events))).toEqual([
      'warning NotAnswering',
    ]);
  });

  it('waits with a pod that its queue holds back, also beyond the deadline', () => {
    const pod = anUnscheduledPod(
      'Scheduling is blocked due to non-empty scheduling gates',
      'SchedulingGated',
    );
    const observed = anObservedModel({
      pods: [pod],
      deployment: aDeployment({ conditions: [DEADLINE] }),
    });
    expect(codesOf(diagnose(observed, { now: NOW }))).toEqual([
      'waiting WaitingForQueue',
    ]);
  });

  it('says that a node is coming', () => {
    const pod = anUnscheduledPod(
      '0/1 nodes are available: 1 Insufficient nvidia.com/gpu.',
    );
    const events = [
      anEvent('NotTriggerScaleUp', 'pod did not trigger scale-up', {
        lastAt: ago(90),
      }),
      anEvent(
        'TriggeredScaleUp',
        'pod triggered scale-up: [{gpus 0->1 (max: 4)}]',
        { lastAt: ago(30) },
      ),
    ];
    expect(diagnosePods([pod], events)[0].hint).toBe(
      'A new node is on its way.',
    );
    expect(diagnosePods([pod], events.slice(0, 1))[0].hint).not.toBe(
      'A new node is on its way.',
    );
  });

  it.each<[string, string]>([
    [
      'pods "a" is forbidden: exceeded quota: gpus, requested: requests.memory=192Gi,requests.nvidia.com/gpu=4, used: requests.memory=0,requests.nvidia.com/gpu=0, limited: requests.memory=100Gi,requests.nvidia.com/gpu=1',
      'QuotaExceeded',
    ],
    [
      'pods "a" is forbidden: failed quota: compute: must specify limits.cpu for: vllm',
      'QuotaNeedsResources',
    ],
    [
      'pods "a" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true (pod or container "x" must set securityContext.runAsNonRoot=true)',
      'PodSecurity',
    ],
    [
      'admission webhook "validate.kyverno.svc-fail" denied the request: resource Pod/models/a was blocked',
      'AdmissionDenied',
    ],
    [
      'pods "a-" is forbidden: no PriorityClass with name nosuch was found',
      'PriorityClassMissing',
    ],
    [
      'pods "a" is forbidden: maximum memory usage per Container is 64Gi, but limit is 192Gi',
      'LimitRange',
    ],
    ['pods "a" is forbidden: something new', 'PodCreationFailed'],
  ])('reads why no pod is made: %s', (message, code) => {
    const failure = {
      type: 'ReplicaFailure',
      status: 'True',
      reason: 'FailedCreate',
      message,
    };
    const observed = anObservedModel({
      deployment: aDeployment({ conditions: [failure] }),
    });
    expect(diagnose(observed, { now: NOW })).toEqual([
      expect.objectContaining({
        code,
        severity: 'failure',
        evidence: [
          expect.objectContaining({ source: 'condition', text: message }),
        ],
      }),
    ]);
  });

  it('says the numbers of an exceeded quota', () => {
    const message =
      'pods "a" is forbidden: exceeded quota: gpus, requested: requests.nvidia.com/gpu=4, used: requests.nvidia.com/gpu=2, limited: requests.nvidia.com/gpu=5';
    const failure = { type: 'ReplicaFailure', status: 'True', message };
    const observed = anObservedModel({
      deployment: aDeployment({ conditions: [failure] }),
    });
    expect(diagnose(observed, { now: NOW })[0].message).toBe(
      'The quota gpus does not allow the pods: asked for requests.nvidia.com/gpu=4, used requests.nvidia.com/gpu=2, allowed requests.nvidia.com/gpu=5.',
    );
  });

  it('finds a rollout that came to nothing, after what tells more', () => {
    const deployment = aDeployment({ conditions: [DEADLINE] });
    const loading = anObservedModel({ deployment, pods: [aPod()] });
    expect(codesOf(diagnose(loading, { now: NOW }))).toEqual([
      'failure ProgressDeadlineExceeded',
      'progress Loading',
    ]);
    const pulling = anObservedModel({
      deployment,
      pods: [aWaitingPod('ErrImagePull', 'not found')],
    });
    expect(codesOf(diagnose(pulling, { now: NOW }))).toEqual([
      'failure ImageNotFound',
      'failure ProgressDeadlineExceeded',
    ]);
  });

  it('finds nothing in a ready pod, whatever happened before', () => {
    const pod = aReadyPod({
      containers: [
        aContainer({
          ready: true,
          restarts: 4,
          lastTerminated: { exitCode: 1, reason: 'Error' },
        }),
      ],
    });
    const events = [
      anEvent('Unhealthy', 'Startup probe failed: connection refused', {
        count: 80,
      }),
      anEvent('BackOff', 'Back-off restarting failed container vllm in pod a', {
        count: 4,
      }),
    ];
    expect(diagnosePods([pod], events)).toEqual([]);
  });

  it('takes probes that fail while a model loads for normal', () => {
    const events = [
      anEvent('Unhealthy', 'Startup probe failed: connection refused', {
        count: 24,
      }),
    ];
    expect(codesOf(diagnosePods([aPod()], events))).toEqual([
      'progress Loading',
    ]);
  });

  it('looks only at pods of the newest ReplicaSet which stay', () => {
    const failing = aWaitingPod('ErrImagePull', 'not found');
    expect(
      diagnosePods([
        { ...failing, templateHash: OLD_HASH },
        { ...failing, deleting: true },
      ]),
    ).toEqual([]);
  });

  it('does not take events of an earlier pod of the same name', () => {
    const pulling = anEvent('Pulling', 'Pulling image', { type: 'Normal' });
    const other = {
      ...pulling,
      object: { kind: 'Pod', name: POD, uid: 'another' },
    };
    const pod = aWaitingPod('ContainerCreating');
    expect(codesOf(diagnosePods([pod], [pulling]))).toEqual([
      'progress PullingImage',
    ]);
    expect(codesOf(diagnosePods([pod], [other]))).toEqual([
      'progress Starting',
    ]);
  });

  it('puts failures first and says the same of several pods once', () => {
    const pods = [
      aPod({ name: 'a' }),
      { ...aWaitingPod('ErrImagePull', 'not found'), name: 'b' },
      { ...aWaitingPod('ImagePullBackOff', 'not found'), name: 'c' },
      {
        ...anUnscheduledPod(
          '0/1 nodes are available: 1 Insufficient nvidia.com/gpu.',
        ),
        name: 'd',
      },
    ];
    expect(codesOf(diagnosePods(pods))).toEqual([
      'failure ImageNotFound',
      'waiting InsufficientGpu',
      'progress Loading',
    ]);
  });

  it.each([
    ['Evicted', 'The node was low on resource: ephemeral-storage.', 'Evicted'],
    [
      'UnexpectedAdmissionError',
      'Allocate failed due to requested number of devices unavailable for nvidia.com/gpu',
      'NodeRefusedPod',
    ],
    [
      'OutOfmemory',
      "Node didn't have enough resource: memory",
      'NodeRefusedPod',
    ],
    ['Preempting', 'Preempted in order to admit critical pod', 'Preempted'],
    [undefined, undefined, 'PodEnded'],
  ])('warns of a pod that ended: %s', (reason, message, code) => {
    const pod = aPod({ phase: 'Failed', reason, message, containers: [] });
    expect(codesOf(diagnosePods([pod]))).toEqual([`warning ${code}`]);
  });

  it('sees a lost node behind containers that look ready', () => {
    const pod = aPod({
      containers: [
        aContainer({ ready: true, started: true, runningSince: ago(900) }),
      ],
    });
    expect(diagnosePods([pod])).toEqual([
      expect.objectContaining({
        code: 'NodeLost',
        severity: 'warning',
        message: 'Node gpu-1 does not answer.',
      }),
    ]);
  });

  it.each([
    [
      'MountVolume.SetUp failed for volume "ca-bundle" : configmap "company-ca" not found',
      'VolumeSourceMissing',
    ],
    [
      'Multi-Attach error for volume "pvc-1" Volume is already exclusively attached to one node and can\'t be attached to another',
      'VolumeInUse',
    ],
    [
      'MountVolume.SetUp failed for volume "pvc-1" : mount failed: exit status 32',
      'VolumeMountFailed',
    ],
  ])(
    'finds a volume that does not come in events alone: %s',
    (message, code) => {
      const pod = aWaitingPod('ContainerCreating');
      const event = anEvent('FailedMount', message, { count: 5 });
      expect(codesOf(diagnosePods([pod], [event]))).toEqual([
        `failure ${code}`,
      ]);
      expect(
        codesOf(diagnosePods([{ ...pod, createdAt: ago(30) }], [event])),
      ).toEqual([`waiting ${code}`]);
    },
  );

  it('names a claim that gets no volume, and leaves one alone that waits for its pod', () => {
    const claim = { name: 'qwen-models', phase: 'Pending' };
    const failed = anEvent(
      'ProvisioningFailed',
      'storageclass.storage.k8s.io "fast" not found',
      {
        object: { kind: 'PersistentVolumeClaim', name: 'qwen-models' },
      },
    );
    const pods = [
      anUnscheduledPod(
        '0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
      ),
    ];
    expect(
      codesOf(
        diagnose(anObservedModel({ claim, pods, events: [failed] }), {
          now: NOW,
        }),
      ),
    ).toEqual(['waiting ClaimProvisioningFailed', 'waiting ClaimPending']);
    expect(diagnose(anObservedModel({ claim }), { now: NOW })).toEqual([]);
  });
});

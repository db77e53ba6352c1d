import {
  aContainer,
  aDeployment,
  ago,
  anEvent,
  anObservedModel,
  anUnscheduledPod,
  aPod,
  aWaitingPod,
  NOW,
} from '../__testUtils__/observedFacts';
import type { ObservedModel } from '../facts/ObservedModel';
import { diagnose } from './diagnose';

const IMAGE = '"reg.example.com/ai/vllm:v1"';
const LASTING = { count: 5, firstAt: ago(280), lastAt: ago(30) };

/** Where the words stand; each gives a model whose pod gets no further. */
const PLACES = {
  pull: words => ({
    pods: [aWaitingPod('ImagePullBackOff', `Back-off pulling image ${IMAGE}`)],
    events: [
      anEvent(
        'Failed',
        `Failed to pull image ${IMAGE}: failed to pull and unpack image ${IMAGE}: ${words}`,
        LASTING,
      ),
    ],
  }),
  mount: words => ({
    pods: [startingPod()],
    events: [anEvent('FailedMount', words, LASTING)],
  }),
  attach: words => ({
    pods: [startingPod()],
    events: [
      anEvent(
        'FailedAttachVolume',
        `AttachVolume.Attach failed for volume "pvc-1" : rpc error: code = Internal desc = ${words}`,
        LASTING,
      ),
    ],
  }),
  scheduler: words => ({ pods: [anUnscheduledPod(words)] }),
  refusal: words => ({
    deployment: aDeployment({
      conditions: [
        {
          type: 'ReplicaFailure',
          status: 'True',
          reason: 'FailedCreate',
          message: `pods "qwen-7f7d5bb7f4-gxq6r" is forbidden: ${words}`,
        },
      ],
    }),
  }),
  creation: words => ({ pods: [aWaitingPod('CreateContainerError', words)] }),
  start: words => ({ pods: [aWaitingPod('RunContainerError', words)] }),
} satisfies Record<string, (words: string) => Partial<ObservedModel>>;

function startingPod() {
  const waiting = { reason: 'ContainerCreating' };
  return aPod({ phase: 'Pending', containers: [aContainer({ waiting })] });
}

type Row = [
  place: keyof typeof PLACES,
  code: string,
  words: string,
  message?: RegExp,
];

const REGISTRIES: Row[] = [
  [
    'pull',
    'ImageBlocked',
    'unexpected status from HEAD request to https://harbor.example.com/v2/ai/vllm/manifests/v1: 412 Precondition Failed',
  ],
  [
    'pull',
    'ImageBlocked',
    "unexpected status code https://harbor.example.com/v2/ai/vllm/manifests/v1: 412 Precondition Failed - Server message: projectpolicyviolation: current image with 3 vulnerabilities cannot be pulled due to configured policy in 'Prevent vulnerable images'.",
    /3 vulnerabilities/,
  ],
  [
    'pull',
    'ImageBlocked',
    'failed to copy: httpReadSeeker: failed open: unexpected status code https://x.jfrog.io/v2/docker/vllm/blobs/sha256:ab: 403 Forbidden - Server message: unknown: Artifact download request rejected: docker/vllm was not downloaded due to the download blocking policy configured in Xray for docker.',
    /Xray/,
  ],
  [
    'pull',
    'ImageAccessDenied',
    'unexpected status from HEAD request to https://nvcr.io/v2/nim/meta/llama3-8b-instruct/manifests/1.0.0: 402 Payment Required',
  ],
  [
    'pull',
    'ImageSignatureInvalid',
    'image verifier bindir blocked pull of reg.example.com/ai/vllm:v1 with digest sha256:ab for reason: verifier cosign rejected image (exit code 1): no matching signatures',
  ],
  ...[
    'Get "https://r2.example.com/x": read tcp 10.0.0.1:50000->1.2.3.4:443: use of closed network connection',
    'Head "https://reg.example.com/v2/ai/vllm/manifests/v1": EOF',
    'Head "https://reg.example.com/v2/ai/vllm/manifests/v1": remote error: tls: handshake failure',
    'Head "https://reg.example.com/v2/ai/vllm/manifests/v1": Forbidden',
    'Head "https://reg.example.com/v2/ai/vllm/manifests/v1": Proxy Authentication Required',
    'Head "https://reg.example.com/v2/ai/vllm/manifests/v1": Service Unavailable',
  ].map(
    (words): Row => [
      'pull',
      'ImageRegistryUnreachable',
      `failed to resolve reference ${IMAGE}: failed to do request: ${words}`,
    ],
  ),
  [
    'pull',
    'ImagePullFailed',
    'media type "application/vnd.docker.distribution.manifest.v1+prettyjws" is no longer supported since containerd v2.1, please rebuild the image: not implemented',
    /no longer supported/,
  ],
  [
    'pull',
    'ImagePullFailed',
    'failed to extract layer sha256:ab: failed to mount /var/lib/containerd/tmpmounts/containerd-mount1: lchown /var/lib/containerd/x: input/output error',
    /input\/output error/,
  ],
];

const STORAGE: Row[] = [
  [
    'mount',
    'VolumeMountFailed',
    'MountVolume.SetUp failed for volume "pvc-6f3c" : rpc error: code = Internal desc = Could not mount "fs-0a1b:/" at "/var/lib/kubelet/pods/0d9b/mount": mount failed: exit status 1\nMounting command: mount\nMounting arguments: -t efs -o tls fs-0a1b:/ /var/lib/kubelet/pods/0d9b/mount\nOutput: Failed to resolve "fs-0a1b.efs.us-east-1.amazonaws.com" - check that your file system ID is correct.',
    /mounted: Failed to resolve/,
  ],
  [
    'mount',
    'VolumeMountFailed',
    'MountVolume.SetUp failed for volume "models" : mount failed: exit status 32\nMounting command: systemd-run\nMounting arguments: --scope -- mount -t nfs nas:/exports /var/lib/kubelet/pods/0d9b\nOutput: Running scope as unit: run-r1.scope\nmount.nfs: access denied by server while mounting nas:/exports',
    /mounted: mount\.nfs: access denied by server/,
  ],
  [
    'mount',
    'VolumeInUse',
    'MountVolume.MountDevice failed for volume "pvc-1" : rpc error: code = Internal desc = rbd image replicapool/csi-vol-5e0f is still being used',
  ],
  [
    'mount',
    'VolumeSourceMissing',
    'MountVolume.SetUp failed for volume "secrets" : rpc error: code = Unknown desc = failed to get secretproviderclass models/hf-token, error: SecretProviderClass.secrets-store.csi.x-k8s.io "hf-token" not found',
    /SecretProviderClass hf-token/,
  ],
  [
    'attach',
    'VolumeInUse',
    'Failed to Attach: googleapi: Error 400: RESOURCE_IN_USE_BY_ANOTHER_RESOURCE - The disk resource is in use',
  ],
  [
    'attach',
    'VolumeLimit',
    'Could not attach volume "vol-1" to node "i-1": api error AttachmentLimitExceeded: The maximum number of attachments is reached',
  ],
  [
    'attach',
    'VolumeMountFailed',
    'Could not attach volume "vol-1" to node "i-1": operation error EC2: AttachVolume, https response error StatusCode: 403, RequestID: 6f3c0b1e-1c7a-4a55-9f0a-1d2a3b4c5d6e, api error UnauthorizedOperation: You are not authorized to perform this operation.',
    /not authorized/,
  ],
];

const SCHEDULERS: Row[] = [
  // KAI, Koordinator, YuniKorn
  ...[
    'Workload requested 8 GPUs, but team-a quota is 4 GPUs, while 4 GPUs are already allocated for non-preemptible pods.',
    '0/5 nodes are available: 5 Insufficient quotas, quotaName: team-a, runtime: {"nvidia.com/gpu":"4"}',
    "Request 'qwen' does not fit in queue 'root.team-a' (requested map[nvidia.com/gpu:2 pods:1], available map[nvidia.com/gpu:0])",
  ].map((words): Row => ['scheduler', 'WaitingForQueue', words]),
  // HAMi, and plugins that share GPUs
  ...[
    '0/2 nodes are available: 1 CardInsufficientMemory(8), 1 node unregistered.',
    '0/2 nodes are available: 2 NodeUnfitPod.',
    '0/1 nodes are available: 1 Insufficient GPU Memory in one device.',
  ].map((words): Row => ['scheduler', 'InsufficientGpu', words]),
  ...['rdma/hca_shared_devices_a', 'vpc.amazonaws.com/efa', 'devices/fuse'].map(
    (resource): Row => [
      'scheduler',
      'InsufficientResources',
      `0/2 nodes are available: 2 Insufficient ${resource}.`,
      new RegExp(`enough ${resource}\\.`),
    ],
  ),
  [
    'scheduler',
    'VolumeLimit',
    '0/1 nodes are available: 1 Insufficient attachable-volumes-aws-ebs.',
  ],
  [
    'scheduler',
    'ClaimProvisioningFailed',
    'running PreBind plugin "VolumeBinding": binding volumes: provisioning failed for PVC "qwen"',
    /the claim qwen/,
  ],
  [
    'scheduler',
    'ClaimNodeConflict',
    'running PreBind plugin "VolumeBinding": binding volumes: pv "pvc-1" node affinity doesn\'t match node "gpu-1": no matching NodeSelectorTerms',
  ],
  [
    'scheduler',
    'ClaimPending',
    '0/3 nodes are available: waiting for ephemeral volume controller to create the persistentvolumeclaim "qwen-7f7d-models".',
  ],
  // of clouds and autoscalers, which take them off by themselves
  ...['karpenter.sh/unregistered: ', 'ebs.csi.aws.com/agent-not-ready: '].map(
    (taint): Row => [
      'scheduler',
      'NodesNotReady',
      `0/2 nodes are available: 2 node(s) had untolerated taint {${taint}}.`,
    ],
  ),
  ...[
    'cloud.google.com/gke-quick-remove: true',
    'karpenter.sh/disruption: disrupting',
    'aws-node-termination-handler/spot-itn: i-1',
  ].map(
    (taint): Row => [
      'scheduler',
      'NodesCordoned',
      `0/2 nodes are available: 2 node(s) had untolerated taint {${taint}}.`,
    ],
  ),
  [
    'scheduler',
    'UntoleratedTaint',
    '0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 node(s) had untolerated taint {dedicated: team-b}.',
    /dedicated=team-b/,
  ],
];

const NODES: Row[] = [
  [
    'refusal',
    'PodSecurity',
    'unable to validate against any pod security policy: []',
  ],
  [
    'refusal',
    'QuotaExceeded',
    'insufficient quota to match these scopes: [{PriorityClass In [gpu-high]}]',
    /gpu-high/,
  ],
  ...[
    'runc create failed: unable to start container process: error during container init: error mounting "/usr/lib/x86_64-linux-gnu/libcuda.so.550.54.15" to rootfs at "/usr/lib/x86_64-linux-gnu/libcuda.so.550.54.15": no such file or directory: unknown',
    'failed to create shim task: failed to fulfil mount request: open /usr/lib/x86_64-linux-gnu/libEGL_nvidia.so.535.129.03: no such file or directory: unknown',
    'error gathering device information while adding custom device "/dev/kfd": no such file or directory',
  ].map((words): Row => ['start', 'NoGpuVisible', words, /cannot be given/]),
  [
    'creation',
    'NoGpuVisible',
    'failed to generate container "0a" spec: failed to apply OCI options: lstat /dev/nvidia3: no such file or directory',
    /cannot be given/,
  ],
];

// of many makers' registries, drivers, schedulers and runtimes
describe.each([
  ['registries', REGISTRIES],
  ['storage', STORAGE],
  ['schedulers', SCHEDULERS],
  ['nodes', NODES],
])('what %s of other makers say', (_, rows) => {
  it.each<Row>(rows)('in %s: %s – %s', (place, code, words, message = /./) => {
    const [finding] = diagnose(anObservedModel(PLACES[place](words)), {
      now: NOW,
    });
    expect(finding).toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});

it.each([
  ['is attached by now', 10, 'Starting'],
  ['was attached before that', 200, 'VolumeInUse'],
])('knows that a volume %s', (_, seconds, code) => {
  const { pods, events } = PLACES.attach(
    'Multi-Attach error for volume "pvc-1"',
  );
  const attached = anEvent('SuccessfulAttachVolume', 'AttachVolume succeeded', {
    type: 'Normal',
    lastAt: ago(seconds),
  });
  const model = anObservedModel({ pods, events: [...events, attached] });
  expect(diagnose(model, { now: NOW })[0].code).toBe(code);
});

it('says in the words of Karpenter why no node comes', () => {
  const words =
    'Failed to schedule pod, incompatible with nodepool "gpu", no instance type satisfied resources {"nvidia.com/gpu":"8"}';
  const [finding] = diagnose(
    anObservedModel({
      pods: [
        anUnscheduledPod(
          '0/2 nodes are available: 2 Insufficient nvidia.com/gpu.',
        ),
      ],
      events: [anEvent('FailedScheduling', words)],
    }),
    { now: NOW },
  );
  expect(finding).toMatchObject({
    code: 'InsufficientGpu',
    evidence: [{}, { text: expect.stringContaining(words) }],
  });
});

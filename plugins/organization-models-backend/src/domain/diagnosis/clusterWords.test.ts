import type { EventFacts, PodFacts } from '../facts/ObservedModel';
import {
  aContainer,
  aDeployment,
  ago,
  anEvent,
  anObservedModel,
  anUnscheduledPod,
  aPod,
  aWaitingPod,
  IMAGE,
  NOW,
} from '../__testUtils__/observedFacts';
import type { NodeFacts } from '../facts/ClusterFacts';
import { diagnose } from './diagnose';

/** What is found first, with the words that it must have. */
function findingOf(pods: PodFacts[], events: EventFacts[] = []) {
  const [finding] = diagnose(anObservedModel({ pods, events }), { now: NOW });
  return finding;
}

const PREEMPTION =
  'preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling.';

// sentences of kube-scheduler 1.28 to 1.36, and of other schedulers' conditions
describe('what schedulers say', () => {
  it.each<[string, string]>([
    [
      'InsufficientGpu',
      `0/6 nodes are available: 2 Insufficient nvidia.com/gpu, 4 node(s) didn't match Pod's node affinity/selector. ${PREEMPTION}`,
    ],
    [
      'InsufficientGpu',
      `0/3 nodes are available: 1 Insufficient amd.com/gpu, 1 Insufficient memory, 2 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }. preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling..`,
    ],
    [
      'InsufficientGpu',
      '0/2 nodes are available: 2 Insufficient nvidia.com/mig-3g.40gb.',
    ],
    [
      'InsufficientGpu',
      '0/2 nodes are available: 2 Insufficient habana.ai/gaudi.',
    ],
    [
      'NodesNotReady',
      '0/2 nodes are available: 2 node(s) had untolerated taint {node.kubernetes.io/not-ready: }.',
    ],
    [
      'NodesNotReady',
      '0/2 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unreachable: }, 1 node(s) were unschedulable.',
    ],
    [
      'NodesNotReady',
      '0/1 nodes are available: 1 node(s) had untolerated taint {node.cloudprovider.kubernetes.io/uninitialized: true}.',
    ],
    [
      'NodesNotReady',
      '0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/network-unavailable: }.',
    ],
    [
      'NodesUnderPressure',
      '0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }.',
    ],
    [
      'UntoleratedTaint',
      '0/4 nodes are available: 4 node(s) had untolerated taint {sku: gpu}.',
    ],
    [
      'UntoleratedTaint',
      "0/4 nodes are available: 1 node(s) had taint {nvidia.com/gpu: present}, that the pod didn't tolerate, 3 node(s) didn't match Pod's node affinity/selector.",
    ],
    ['NodesCordoned', '0/2 nodes are available: 2 node(s) were unschedulable.'],
    [
      'InsufficientDevices',
      '0/3 nodes are available: 3 cannot allocate all claims. still not schedulable, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
    ],
    [
      'InsufficientDevices',
      '0/2 nodes are available: resource claim default/single-gpu is in the process of being allocated. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
    ],
    [
      'InsufficientDevices',
      '0/1 nodes are available: 1 resourceclaim not available on the node.',
    ],
    [
      'DeviceClassMissing',
      '0/1 nodes are available: request gpu: device class gpu.nosuch.com does not exist. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
    ],
    [
      'ResourceClaimMissing',
      '0/1 nodes are available: could not find v1/ResourceClaim "default/gpu". no new claims to deallocate',
    ],
    [
      'ResourceClaimMissing',
      'pod "models/qwen-1": ResourceClaim not created yet',
    ],
    [
      'ClaimMissing',
      '0/3 nodes are available: persistentvolumeclaim "weights" not found. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
    ],
    [
      'ClaimPending',
      '0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
    ],
    [
      'ClaimNodeConflict',
      "0/5 nodes are available: 1 node(s) had volume node affinity conflict, 4 node(s) didn't match Pod's node affinity/selector.",
    ],
    [
      'ClaimNodeConflict',
      '0/1 nodes are available: 1 node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s).',
    ],
    [
      'ClaimNoVolume',
      "0/1 nodes are available: 1 node(s) didn't find available persistent volumes to bind.",
    ],
    [
      'VolumeLimit',
      '0/1 nodes are available: 1 node(s) exceed max volume count.',
    ],
    [
      'ClaimInUse',
      '0/2 nodes are available: 2 node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode.',
    ],
    [
      'TopologySpread',
      "0/2 nodes are available: 2 node(s) didn't match pod topology spread constraints.",
    ],
    [
      'TopologySpread',
      "0/2 nodes are available: 2 node(s) didn't match pod topology spread constraints (missing required label).",
    ],
    [
      'AntiAffinity',
      "0/2 nodes are available: 2 node(s) didn't satisfy existing pods anti-affinity rules.",
    ],
    [
      'PodAffinity',
      "0/2 nodes are available: 2 node(s) didn't match pod affinity rules.",
    ],
    [
      'PortTaken',
      "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.",
    ],
    ['TooManyPods', '0/1 nodes are available: 1 Too many pods.'],
    ['NoNodes', 'no nodes available to schedule pods'],
    [
      'NodeSelectorMismatch',
      "0/3 nodes are available: 3 node(s) didn't match scheduler-enforced node affinity.",
    ],
    [
      'NodeSelectorMismatch',
      "0/3 nodes are available: 3 node(s) didn't match the requested node name.",
    ],
    [
      'ClaimProvisionerSilent',
      'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded',
    ],
    [
      'ClaimProvisionerSilent',
      'running PreBind plugin "VolumeBinding": binding volumes: timed out waiting for the condition',
    ],
    [
      'Unschedulable',
      'running PreFilter plugin "X": Post "https://extender.kube-system.svc/filter": context deadline exceeded',
    ],
    [
      'Unschedulable',
      '0/2 nodes are available: 2 node(s) have no NVLink domain that is whole.',
    ],
    // plugins of kube-scheduler 1.36: gangs, DRA, CSI
    [
      'WaitingForQueue',
      'waiting for minCount pods from a gang to appear in scheduling queue',
    ],
    [
      'WaitingForQueue',
      'waiting for pods\'s pod group "qwen" to appear in scheduling queue',
    ],
    [
      'InsufficientDevices',
      '0/2 nodes are available: 2 cannot schedule extended resource claim.',
    ],
    ['InsufficientDevices', '0/2 nodes are available: 2 cannot fit resource.'],
    [
      'ResourceClaimMissing',
      '0/3 nodes are available: resourceclaim.resource.k8s.io "gpu" not found. no new claims to deallocate',
    ],
    [
      'VolumeDriverMissing',
      '0/3 nodes are available: 1 ebs.csi.aws.com CSI driver is not installed on the node, 2 node(s) were unschedulable.',
    ],
    // taints of autoscalers and of drivers that are not up yet
    [
      'NodesCordoned',
      '0/2 nodes are available: 2 node(s) had untolerated taint {ToBeDeletedByClusterAutoscaler: 1}.',
    ],
    [
      'NodesCordoned',
      '0/2 nodes are available: 2 node(s) had untolerated taint {karpenter.sh/disrupted: }.',
    ],
    [
      'NodesNotReady',
      '0/2 nodes are available: 2 node(s) had untolerated taint {ebs.csi.aws.com/agent-not-ready: }.',
    ],
    // volcano and kai-scheduler
    [
      'WaitingForQueue',
      'pod group is not ready, 1 Pending, 1 minAvailable; Pending: 1 Unschedulable',
    ],
    [
      'InsufficientGpu',
      '0/4 nodes are unavailable: 1 Insufficient nvidia.com/gpu, 3 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }.',
    ],
    [
      'InsufficientGpu',
      "Resources were found for 0 pods while 1 are required for gang scheduling. Additional pods cannot be scheduled due to: 3 node(s) didn't have enough resources: GPUs.",
    ],
    [
      'WaitingForQueue',
      'queue resource quota insufficient: insufficient nvidia.com/gpu',
    ],
  ])('%s: %s', (code, message) => {
    expect(findingOf([anUnscheduledPod(message)]).code).toBe(code);
  });

  const ONE_GPU_NODE =
    '0/3 nodes are available: 1 node(s) had untolerated taint {sku: gpu}, 2 Insufficient nvidia.com/gpu.';

  it.each<[string, string, Partial<NodeFacts>]>([
    [
      'UntoleratedTaint',
      ONE_GPU_NODE,
      { taints: [{ key: 'sku', value: 'gpu', effect: 'NoSchedule' }] },
    ],
    [
      'NodesCordoned',
      '0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient nvidia.com/gpu.',
      { unschedulable: true },
    ],
    [
      'NodesNotReady',
      '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient nvidia.com/gpu.',
      {
        taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }],
      },
    ],
    ['InsufficientGpu', ONE_GPU_NODE, {}],
  ])(
    'says %s where the nodes that have GPUs are kept free',
    (code, message, facts) => {
      const node = (name: string, gpus: number): NodeFacts => ({
        name,
        labels: {},
        taints: [],
        unschedulable: false,
        ready: true,
        allocatable: gpus ? { 'nvidia.com/gpu': gpus } : {},
        requested: {},
      });
      const nodes = [
        { ...node('gpu', 8), ...facts },
        node('cpu-1', 0),
        node('cpu-2', 0),
      ];
      const [finding] = diagnose(
        anObservedModel({ pods: [anUnscheduledPod(message)] }),
        { now: NOW, nodes },
      );
      expect(finding.code).toBe(code);
    },
  );

  it('takes the word of a scheduler that writes no condition', () => {
    const pod = aPod({ phase: 'Pending', node: undefined, containers: [] });
    const event = anEvent(
      'FailedScheduling',
      '0/2 nodes are available: 2 Insufficient nvidia.com/gpu.',
    );
    expect(findingOf([pod], [event]).code).toBe('InsufficientGpu');
    expect(findingOf([pod]).code).toBe('Scheduling');
  });

  it('names the taints that keep pods away', () => {
    const pod = anUnscheduledPod(
      '0/4 nodes are available: 2 node(s) had untolerated taint {sku: gpu}, 2 node(s) had untolerated taint {team: }.',
    );
    expect(findingOf([pod]).message).toBe(
      'All nodes that would suit are kept free by taints: sku=gpu.',
    );
  });

  it.each([
    ['TriggeredScaleUp', 'A new node is on its way.', 1],
    ['Nominated', 'A new node is on its way.', 1],
    ['NotTriggerScaleUp', expect.stringContaining('Stop or shrink'), 2],
    ['FailedScaleUp', expect.stringContaining('Stop or shrink'), 2],
  ])('tells what an autoscaler does about it: %s', (reason, hint, proofs) => {
    const pod = anUnscheduledPod(
      '0/2 nodes are available: 2 Insufficient nvidia.com/gpu.',
    );
    const event = anEvent(reason, '1 max node group size reached');
    const finding = findingOf([pod], [event]);
    expect([finding.hint, finding.evidence.length]).toEqual([hint, proofs]);
  });

  it('waits for whoever holds the gate', () => {
    const gated = anUnscheduledPod(
      'Scheduling is blocked due to non-empty scheduling gates',
      'SchedulingGated',
    );
    expect(findingOf([gated])).toMatchObject({
      code: 'WaitingForQueue',
      severity: 'waiting',
    });
  });
});

// containerd 1.7 to 2.2 and CRI-O 1.28 to 1.34, as kubelets pass it on
describe('what runtimes say of images', () => {
  it.each<[string, string]>([
    [
      'ImageNotFound',
      'reading manifest v9 in quay.io/vllm/vllm: manifest unknown',
    ],
    [
      'ImageNotFound',
      'initializing source docker://docker.io/vllm/x:1: reading manifest 1 in docker.io/vllm/x: manifest unknown: manifest unknown',
    ],
    [
      'ImageAccessDenied',
      'reading manifest latest in docker.io/acme/x: errors:\ndenied: requested access to the resource is denied\nunauthorized: authentication required',
    ],
    [
      'ImageAccessDenied',
      'Requesting bearer token: invalid status code from registry 403 (Forbidden)',
    ],
    [
      'ImageAccessDenied',
      'unable to retrieve auth token: invalid username/password: unauthorized: incorrect username or password',
    ],
    [
      'ImageAccessDenied',
      'failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.docker.io/token: 401 Unauthorized',
    ],
    [
      'ImageAccessDenied',
      'failed to resolve reference "1.dkr.ecr.eu-west-1.amazonaws.com/x:1": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
    ],
    [
      'ImageAccessDenied',
      'failed to resolve reference "nvcr.io/nvidia/x:1": unexpected status from HEAD request to https://nvcr.io/v2/nvidia/x/manifests/1: 403 Forbidden',
    ],
    [
      'ImageAccessDenied',
      'unexpected status code [manifests 1]: 401 Unauthorized',
    ],
    [
      'ImageRegistryUnreachable',
      'pinging container registry registry.local:5000: Get "http://registry.local:5000/v2/": dial tcp 10.0.0.1:5000: connect: connection refused',
    ],
    [
      'ImageRegistryUnreachable',
      'failed to do request: Head "https://registry-1.docker.io/v2/vllm/x/manifests/1": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    ],
    [
      'ImageRegistryUnreachable',
      'failed to do request: Head "https://r.local/v2/x": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    ],
    [
      'ImageRegistryUnreachable',
      'failed to do request: Head "https://r.local/v2/x": http: server gave HTTP response to HTTPS client',
    ],
    [
      'ImageRegistryUnreachable',
      'error pinging docker registry registry-1.docker.io: Get "https://registry-1.docker.io/v2/": proxyconnect tcp: dial tcp: lookup http: Temporary failure in name resolution',
    ],
    [
      'ImageRateLimited',
      'reading manifest v1 in docker.io/vllm/vllm-openai: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
    ],
    [
      'ImagePlatform',
      'choosing image instance: no image found in image index for architecture "arm64", variant "v8", OS "linux"',
    ],
    [
      'ImagePlatform',
      'choosing an image from manifest list docker://docker.io/vllm/x:1: no image found in manifest list for architecture arm64, variant "v8", OS linux',
    ],
    [
      'ImagePlatform',
      'failed to pull and unpack image "x": no match for platform in manifest: not found',
    ],
    [
      'InvalidImageName',
      'short-name "vllm-openai:1" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
    ],
    [
      'NodeDiskFull',
      'writing blob: storing blob to file "/var/tmp/storage1/1": write /var/tmp/storage1/1: no space left on device',
    ],
    [
      'NodeDiskFull',
      'failed to extract layer sha256:1: write /var/lib/containerd/x: no space left on device: unknown',
    ],
    [
      'ImageCorrupt',
      'copying system image from manifest list: writing blob: happened during read: Digest did not match, expected sha256:1, got sha256:2',
    ],
    [
      'ImageRegistryError',
      'received unexpected HTTP status: 503 Service Unavailable',
    ],
    [
      'ImageRegistryError',
      'fetching blob: invalid status code from registry 502 (Bad Gateway)',
    ],
    [
      'ImageSignatureInvalid',
      'Source image rejected: A signature was required, but no signature exists',
    ],
    [
      'ImageSignatureInvalid',
      'SignatureValidationFailed: Source image rejected: Invalid GPG signature',
    ],
    ['ImageRateLimited', 'pull QPS exceeded'],
    [
      'ImageAccessDenied',
      'failed to copy: httpReadSeeker: failed open: unexpected status code https://acme.blob.core.windows.net/1: 403 Server failed to authenticate the request',
    ],
    [
      'ImageNotFound',
      'unable to pull image or OCI artifact: pull image err: initializing source docker://docker.io/vllm/x:1: reading manifest 1 in docker.io/vllm/x: manifest unknown; artifact err: get manifest: build image source',
    ],
  ])('%s: %s', (code, words) => {
    const text = `Failed to pull image "${IMAGE}": rpc error: code = Unknown desc = ${words}`;
    const newer = aWaitingPod('ErrImagePull', text);
    const older = aWaitingPod(
      'ImagePullBackOff',
      `Back-off pulling image "${IMAGE}"`,
    );
    expect(findingOf([newer]).code).toBe(code);
    expect(findingOf([older], [anEvent('Failed', text)]).code).toBe(code);
  });

  it('names the pull secret that is not there', () => {
    const pod = aWaitingPod(
      'ErrImagePull',
      `failed to pull and unpack image "${IMAGE}": 401 Unauthorized`,
    );
    const event = anEvent(
      'FailedToRetrieveImagePullSecret',
      'Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.',
    );
    expect(findingOf([pod], [event]).message).toBe(
      `The image ${IMAGE} cannot be pulled: the pull secret regcred is missing.`,
    );
  });

  it('tells what it has no name for in the words of the node', () => {
    const pod = aWaitingPod(
      'ErrImagePull',
      'rpc error: code = Canceled desc = context canceled',
    );
    expect(findingOf([pod]).message).toContain('(context canceled)');
  });

  it('knows a registry that is away by its own reason', () => {
    const pod = aWaitingPod(
      'RegistryUnavailable',
      `image pull failed for ${IMAGE} because the registry is unavailable`,
    );
    expect(findingOf([pod]).code).toBe('ImageRegistryUnreachable');
  });

  it('knows a signature that nobody gave by its own reason', () => {
    expect(
      findingOf([aWaitingPod('SignatureValidationFailed', 'image rejected')])
        .code,
    ).toBe('ImageSignatureInvalid');
  });
});

/** A pod on a node, whose containers are not made yet. */
const CREATING = aWaitingPod('ContainerCreating');

/** Seen several times in as many minutes. */
function lasting(reason: string, message: string): EventFacts {
  return anEvent(reason, message, { count: 8, firstAt: ago(280) });
}

// kubelet, attach-detach controller, and CSI drivers of clouds and projects
describe('what keeps containers from being made', () => {
  it.each<[string, string, string]>([
    [
      'SandboxFailed',
      'FailedCreatePodSandBox',
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "1": plugin type="calico" failed (add): error getting ClusterInformation: connection is unauthorized: Unauthorized',
    ],
    [
      'SandboxFailed',
      'FailedCreatePodSandBox',
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "1": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container',
    ],
    [
      'SandboxFailed',
      'FailedCreatePodSandBox',
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox runtime: no runtime for "nvidia" is configured',
    ],
    [
      'SandboxFailed',
      'NetworkNotReady',
      'network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
    ],
    [
      'SandboxFailed',
      'FailedCreatePodSandBox',
      'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to find runtime handler nvidia from runtime list map[crun:0x1 runc:0x2]',
    ],
    [
      'SandboxFailed',
      'FailedCreatePodContainer',
      'unable to ensure pod container exists: failed to create container for [kubepods burstable pod1] : no space left on device',
    ],
    [
      'DevicesNotPrepared',
      'FailedPrepareDynamicResources',
      'Failed to prepare dynamic resources: prepare dynamic resources: NodePrepareResources failed for ResourceClaim gpu: error preparing devices: GPU is busy',
    ],
    [
      'VolumeInUse',
      'FailedAttachVolume',
      'Multi-Attach error for volume "pvc-1" Volume is already exclusively attached to one node and can\'t be attached to another',
    ],
    [
      'VolumeInUse',
      'FailedAttachVolume',
      'AttachVolume.Attach failed for volume "pvc-1" : rpc error: code = FailedPrecondition desc = volume pvc-1 is already attached to node other-1',
    ],
    [
      'VolumeInUse',
      'FailedAttachVolume',
      'AttachVolume.Attach failed for volume "pvc-1" : googleapi: Error 400: The disk resource is already being used by \'projects/p/zones/z/instances/i\', resourceInUseByAnotherResource',
    ],
    [
      'VolumeInUse',
      'FailedAttachVolume',
      'AttachVolume.Attach failed for volume "pvc-1" : rpc error: code = Internal desc = Could not attach volume "vol-1" to node "i-1": VolumeInUse: vol-1 is already attached to an instance',
    ],
    [
      'VolumeLimit',
      'FailedAttachVolume',
      'AttachVolume.Attach failed for volume "pvc-1" : rpc error: code = ResourceExhausted desc = attach volume pvc-1 to node n failed with: The maximum number of data disks allowed to be attached to a VM of this size is 8',
    ],
    [
      'VolumeMountFailed',
      'FailedAttachVolume',
      'AttachVolume.Attach failed for volume "pvc-1" : timed out waiting for external-attacher of ebs.csi.aws.com CSI driver to attach volume vol-1',
    ],
    [
      'VolumeMountFailed',
      'FailedMount',
      'MountVolume.MountDevice failed for volume "pvc-1" : rpc error: code = DeadlineExceeded desc = context deadline exceeded',
    ],
    [
      'VolumeMountFailed',
      'FailedMount',
      'MountVolume.SetUp failed for volume "weights" : mount failed: exit status 32\nMounting command: mount\nOutput: mount.nfs: access denied by server while mounting nfs:/x',
    ],
    [
      'VolumeDriverMissing',
      'FailedMount',
      'MountVolume.MountDevice failed for volume "pvc-1" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name ebs.csi.aws.com not found in the list of registered CSI drivers',
    ],
    [
      'VolumeSourceMissing',
      'FailedMount',
      'MountVolume.SetUp failed for volume "token" : secret "hf" not found',
    ],
    [
      'VolumeSourceMissing',
      'FailedMount',
      'MountVolume.SetUp failed for volume "ca" : configmap "ca-bundle" not found',
    ],
    [
      'VolumeSourceMissing',
      'FailedMount',
      'MountVolume.SetUp failed for volume "token" : references non-existent secret key: token',
    ],
    [
      'VolumeSourceMissing',
      'FailedMount',
      'MountVolume.SetUp failed for volume "models" : hostPath type check failed: /mnt/models is not a directory',
    ],
  ])('%s, of %s: %s', (code, reason, message) => {
    const finding = findingOf([CREATING], [lasting(reason, message)]);
    expect(finding).toMatchObject({ code, severity: 'failure' });
    expect(finding.evidence[0].text).toContain(message.slice(0, 40));
  });

  it('takes what passed by itself for a start like any other', () => {
    const finding = findingOf(
      [CREATING],
      [
        anEvent('FailedCreatePodSandBox', 'failed to setup network', {
          lastAt: ago(50),
        }),
        anEvent('Pulling', 'Pulling image', {
          type: 'Normal',
          lastAt: ago(20),
        }),
      ],
    );
    expect(finding).toMatchObject({
      code: 'PullingImage',
      severity: 'progress',
    });
  });

  it('prefers the cause to the sum of it that comes later', () => {
    const cause = lasting(
      'FailedMount',
      'MountVolume.SetUp failed for volume "token" : secret "hf" not found',
    );
    const sum = anEvent(
      'FailedMount',
      'Unable to attach or mount volumes: unmounted volumes=[token], unattached volumes=[], failed to process volumes=[]: timed out waiting for the condition',
      { lastAt: ago(10) },
    );
    expect(findingOf([CREATING], [cause, sum]).code).toBe(
      'VolumeSourceMissing',
    );
    expect(findingOf([CREATING], [sum]).code).toBe('VolumeMountFailed');
  });

  it('takes what happened once for bad luck', () => {
    const event = anEvent('FailedCreatePodSandBox', 'failed to setup network');
    const young = { ...CREATING, createdAt: ago(30) };
    expect(findingOf([young], [event]).severity).toBe('waiting');
  });
});

describe('what nodes say of containers', () => {
  it.each<[string, string, string]>([
    [
      'SecretMissing',
      'CreateContainerConfigError',
      'secret "hf-token" not found',
    ],
    [
      'ConfigMapMissing',
      'CreateContainerConfigError',
      'configmap "engine" not found',
    ],
    [
      'SecretKeyMissing',
      'CreateContainerConfigError',
      "couldn't find key token in Secret models/hf",
    ],
    [
      'RunAsRoot',
      'CreateContainerConfigError',
      'container has runAsNonRoot and image will run as root (pod: "x", container: vllm)',
    ],
    [
      'RunAsRoot',
      'CreateContainerConfigError',
      'container has runAsNonRoot and image has non-numeric user (vllm), cannot verify user is non-root',
    ],
    [
      'ContainerConfigInvalid',
      'CreateContainerConfigError',
      'failed to prepare subPath for volumeMount "models" of container "vllm"',
    ],
    [
      'NoGpuVisible',
      'RunContainerError',
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error running prestart hook #0: exit status 1, stdout: , stderr: nvidia-container-cli: initialization error: driver not loaded',
    ],
    [
      'DriverTooOld',
      'RunContainerError',
      'OCI runtime create failed: runc create failed: error running hook #0: stderr: nvidia-container-cli: requirement error: unsatisfied condition: cuda>=13.0, please update your driver to a newer version',
    ],
    [
      'NoGpuVisible',
      'CreateContainerError',
      'failed to generate spec: failed to inject CDI devices: unresolvable CDI devices nvidia.com/gpu=0',
    ],
    [
      'ContainerStartFailed',
      'RunContainerError',
      'failed to create containerd task: OCI runtime create failed: runc create failed: unable to start container process: exec: "vllm": executable file not found in $PATH: unknown',
    ],
    [
      'ContainerStartFailed',
      'RunContainerError',
      'container create failed: executable file `vllm` not found in $PATH: No such file or directory',
    ],
    [
      'ImagePlatform',
      'RunContainerError',
      'failed to create containerd task: OCI runtime create failed: unable to start container process: exec /usr/bin/vllm: exec format error',
    ],
    [
      'OutOfMemory',
      'RunContainerError',
      'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: container init was OOM-killed (memory limit too low?)',
    ],
    [
      'RunAsRoot',
      'CreateContainerConfigError',
      'container\'s runAsUser breaks non-root policy (pod: "x", container: vllm)',
    ],
    [
      'ConfigMapMissing',
      'CreateContainerConfigError',
      "couldn't find key ca.crt in ConfigMap models/ca",
    ],
    [
      'ContainerStartFailed',
      'CreateContainerError',
      'failed to generate container "1" spec: failed to generate spec: no command specified',
    ],
    [
      'NodeDiskFull',
      'CreateContainerError',
      'failed to create containerd container: error unpacking image: failed to extract layer sha256:1: write /x: no space left on device',
    ],
    [
      'VolumeMountFailed',
      'RunContainerError',
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error mounting "/var/lib/kubelet/pods/1/volume-subpaths/m/vllm/0" to rootfs at "/models/x": not a directory: unknown',
    ],
    [
      'NoGpuVisible',
      'RunContainerError',
      'OCI runtime create failed: runc create failed: unable to start container process: error during container init: error running prestart hook #0: stderr: Auto-detected mode as legacy\nnvidia-container-cli: mount error: failed to add device rules: operation not permitted: unknown',
    ],
    [
      'ContainerCreationFailed',
      'CreateContainerError',
      'context deadline exceeded',
    ],
  ])('%s, of %s: %s', (code, reason, message) => {
    expect(findingOf([aWaitingPod(reason, message)]).code).toBe(code);
  });

  it.each<[string, string, string]>([
    [
      'NodeRefusedPod',
      'UnexpectedAdmissionError',
      'Pod was rejected: Allocate failed due to no healthy devices present; cannot allocate unhealthy devices nvidia.com/gpu, which is unexpected',
    ],
    [
      'GpuBroken',
      'UnexpectedAdmissionError',
      'Pod Allocate failed due to device plugin GetPreferredAllocation rpc failed with err: rpc error: code = Unknown desc = Unable to retrieve list of available devices: error creating nvml.Device 5: nvml: GPU is lost, which is unexpected',
    ],
    [
      'NodeRefusedPod',
      'UnexpectedAdmissionError',
      'Pod was rejected: Allocate failed due to requested number of devices unavailable for nvidia.com/gpu. Requested: 1, Available: 0, which is unexpected',
    ],
    [
      'NodeRefusedPod',
      'OutOfnvidia.com/gpu',
      "Pod was rejected: Node didn't have enough resource: nvidia.com/gpu, requested: 1, used: 8, capacity: 8",
    ],
    [
      'NodeRefusedPod',
      'OutOfcpu',
      'Pod was rejected: Node didn’t have enough resource: cpu',
    ],
    [
      'TopologyRefused',
      'TopologyAffinityError',
      'Pod was rejected: Resources cannot be allocated with Topology locality',
    ],
    [
      'Evicted',
      'Evicted',
      'The node was low on resource: memory. Threshold quantity: 100Mi, available: 53Mi. Container vllm was using 30Gi, request is 16Gi, has larger consumption of memory. ',
    ],
    ['Evicted', 'Evicted', 'The node had condition: [DiskPressure]. '],
    [
      'EphemeralStorageExceeded',
      'Evicted',
      'Usage of EmptyDir volume "cache" exceeds the limit "10Gi". ',
    ],
    [
      'EphemeralStorageExceeded',
      'Evicted',
      'Container vllm exceeded its local ephemeral storage limit "5Gi". ',
    ],
    [
      'EphemeralStorageExceeded',
      'Evicted',
      'Pod ephemeral local storage usage exceeds the total limit of containers 5Gi. ',
    ],
    ['Preempted', 'Preempting', 'Preempted in order to admit critical pod'],
    [
      'NodeDrained',
      'Terminated',
      'Pod was terminated in response to imminent node shutdown.',
    ],
    [
      'NodeDrained',
      'NodeShutdown',
      'Pod was rejected as the node is shutting down.',
    ],
    ['NodeRefusedPod', 'PodFeatureNew', 'Pod was rejected: no such feature'],
    [
      'NodeRefusedPod',
      'NodeAffinity',
      'Pod was rejected: Predicate NodeAffinity failed',
    ],
  ])('%s, of a pod that ended as %s: %s', (code, reason, message) => {
    expect(findingOf([aPod({ phase: 'Failed', reason, message })]).code).toBe(
      code,
    );
  });
});

describe('what nodes say, in a sentence', () => {
  const BUSY =
    'The container cannot be made: the node is still busy with an earlier try.';

  // containerd#4604, kubernetes#112105
  it.each([
    'failed to reserve container name "vllm_0": name "vllm_0" is reserved for "1"',
    'Kubelet may be retrying requests that are timing out in CRI-O due to system load: context deadline exceeded: error reserving ctr name k8s_vllm_0 for id 1: name is reserved',
  ])('knows a try that is not over: %s', words => {
    const finding = findingOf([aWaitingPod('CreateContainerError', words)]);
    expect(finding).toMatchObject({
      code: 'ContainerCreationFailed',
      message: BUSY,
    });
  });

  it.each<[string, string, string]>([
    [
      'Evicted',
      'The node was low on resource: ephemeral-storage. Threshold quantity: 10Gi, available: 8Gi. ',
      'A pod was evicted: node gpu-1 was low on ephemeral-storage.',
    ],
    [
      'Evicted',
      'The node had condition: [DiskPressure]. ',
      'A pod was evicted: node gpu-1 was under DiskPressure.',
    ],
    [
      'DeadlineExceeded',
      'Pod was active on the node longer than the specified deadline',
      'A pod ended: DeadlineExceeded: Pod was active on the node longer than the specified deadline.',
    ],
    [
      'PodOSNotSupported',
      "Pod was rejected: Pod's OS doesn't match",
      "Node gpu-1 refuses the pods: Pod's OS doesn't match.",
    ],
  ])('tells why a pod ended as %s: %s', (reason, message, sentence) => {
    const pod = aPod({ phase: 'Failed', reason, message });
    expect(findingOf([pod]).message).toBe(sentence);
  });
});

// ReplicaFailure of a Deployment: the API server's own words, and webhooks'
describe('what keeps pods from being made', () => {
  it.each<[string, string]>([
    [
      'QuotaExceeded',
      'pods "qwen-1" is forbidden: exceeded quota: gpus, requested: requests.nvidia.com/gpu=1, used: requests.nvidia.com/gpu=8, limited: requests.nvidia.com/gpu=8',
    ],
    [
      'QuotaNeedsResources',
      'pods "qwen-1" is forbidden: failed quota: compute: must specify limits.cpu for: vllm; limits.memory for: vllm',
    ],
    [
      'PodSecurity',
      'pods "qwen-1" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "vllm" must set securityContext.allowPrivilegeEscalation=false)',
    ],
    [
      'PodSecurity',
      'pods "qwen-1" is forbidden: unable to validate against any security context constraint: [provider "anyuid": Forbidden: not usable by user or serviceaccount]',
    ],
    [
      'AdmissionDenied',
      'admission webhook "validate.kyverno.svc-fail" denied the request: \n\nresource Pod/models/qwen-1 was blocked due to the following policies',
    ],
    [
      'AdmissionDenied',
      'admission webhook "validation.gatekeeper.sh" denied the request: [must-have-owner] you must provide labels: {"owner"}',
    ],
    [
      'AdmissionDenied',
      "pods \"qwen-1\" is forbidden: ValidatingAdmissionPolicy 'no-latest' with binding 'all' denied request: tag must not be latest",
    ],
    [
      'AdmissionUnavailable',
      'Internal error occurred: failed calling webhook "mpod.kb.io": failed to call webhook: Post "https://kueue-webhook-service.kueue-system.svc:443/mutate--v1-pod?timeout=10s": no endpoints available for service "kueue-webhook-service"',
    ],
    [
      'AdmissionUnavailable',
      'Internal error occurred: failed calling webhook "x": failed to call webhook: Post "https://x.svc:443/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    ],
    [
      'LimitRange',
      'pods "qwen-1" is forbidden: maximum memory usage per Container is 32Gi, but limit is 64Gi',
    ],
    [
      'LimitRange',
      'pods "qwen-1" is forbidden: [minimum cpu usage per Container is 1, but request is 500m, memory max limit to request ratio per Container is 1, but provided ratio is 2.000000]',
    ],
    [
      'LimitRange',
      'pods "qwen-1" is forbidden: cpu max limit to request ratio per Container is 1, but provided ratio is 2.000000',
    ],
    [
      'PriorityClassMissing',
      'pods "qwen-1" is forbidden: no PriorityClass with name gpu-high was found',
    ],
    [
      'ServiceAccountMissing',
      'pods "qwen-1" is forbidden: error looking up service account models/engine: serviceaccount "engine" not found',
    ],
    [
      'RuntimeClassMissing',
      'pods "qwen-1" is forbidden: pod rejected: RuntimeClass "nvidia" not found',
    ],
    [
      'NamespaceTerminating',
      'pods "qwen-1" is forbidden: unable to create new content in namespace models because it is being terminated',
    ],
    ['PodCreationFailed', 'Pod "qwen-1" is invalid: spec.x: Invalid value: 1'],
  ])('%s: %s', (code, message) => {
    const deployment = aDeployment({
      conditions: [
        {
          type: 'ReplicaFailure',
          status: 'True',
          reason: 'FailedCreate',
          message,
        },
      ],
    });
    const [finding] = diagnose(anObservedModel({ deployment }), { now: NOW });
    expect(finding.code).toBe(code);
  });
});

describe('a container that the kernel killed', () => {
  it.each([
    ['OutOfMemory', { exitCode: 137, reason: 'OOMKilled' }],
    ['Killed', { exitCode: 137, reason: 'Error' }],
    ['EngineExited', { exitCode: 0, reason: 'Completed' }],
    ['NativeCrash', { exitCode: 139, reason: 'Error' }],
    ['NativeCrash', { exitCode: 132, reason: 'Error' }],
    ['SharedMemoryTooSmall', { exitCode: 135, reason: 'Error' }],
    ['CommandNotFound', { exitCode: 127, reason: 'Error' }],
    ['ContainerStartFailed', { exitCode: 126, reason: 'Error' }],
    ['CrashLoop', { exitCode: 3, reason: 'Error' }],
    ['CrashLoop', { exitCode: 137, reason: 'ContainerStatusUnknown' }],
  ])('%s', (code, ending) => {
    const terminated = {
      ...ending,
      startedAt: ago(200),
      finishedAt: ago(100),
    };
    const pod = aPod({ containers: [aContainer({ restarts: 2, terminated })] });
    expect(findingOf([pod]).code).toBe(code);
  });
});

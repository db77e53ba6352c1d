import path from 'node:path';
import { ClusterPorts } from '../layout/clusterPorts';
import { ClusterComponent } from '../layout/components';

/** What of a cluster's processes can be chosen. */
export interface ControlPlaneSettings {
  /** Takes the client limits of the controllers and the API server's own away, for benchmarks. */
  disableQpsLimits: boolean;
  /** Admission plugins of the API server beyond its default ones. */
  admissionPlugins: readonly string[];
  /** Files of the API server's audit: its policy, and where it writes. */
  audit?: { policy: string; log: string };
  /** Whether the data may be lost in a power failure, which makes etcd faster. */
  disposable: boolean;
}

/** kwok's resources that tests and scenarios may create; each is one `--enable-crds` of the kwok controller. */
const kwokKinds = [
  'Stage',
  'Logs',
  'ClusterLogs',
  'PortForward',
  'ClusterPortForward',
  'Exec',
  'ClusterExec',
  'Attach',
  'ClusterAttach',
  'Metric',
  'ResourceUsage',
  'ClusterResourceUsage',
];

/** A kubelet's lease and the time until its node counts as lost, as in a cluster made by kubeadm. */
const nodeTimes = {
  // kwokctl multiplies all of them by five unless told otherwise.
  heartbeatFactor: 1,
  nodeLeaseDurationSeconds: 40,
  kubeControllerManagerNodeMonitorGracePeriodMilliseconds: 50_000,
  // The node's taints come at this interval; 5 s in a real cluster, and tests need not wait for that.
  kubeControllerManagerNodeMonitorPeriodMilliseconds: 1_000,
};

/** Builds the KwokctlConfiguration that `kwokctl create cluster --config` reads. */
export function buildKwokctlConfig(
  settings: ControlPlaneSettings,
  { binaries, ports }: { binaries: string; ports: ClusterPorts },
): object {
  return {
    apiVersion: 'config.kwok.x-k8s.io/v1alpha1',
    kind: 'KwokctlConfiguration',
    options: {
      runtime: 'binary',
      bindAddress: '127.0.0.1',
      disableQPSLimits: settings.disableQpsLimits,
      ...nodeTimes,
      ...binaryOptions(binaries),
      ...portOptions(ports),
    },
    componentsPatches: componentsPatches(settings),
  };
}

function binaryOptions(binaries: string) {
  return {
    etcdBinary: path.join(binaries, 'etcd'),
    etcdctlBinary: path.join(binaries, 'etcdctl'),
    etcdutlBinary: path.join(binaries, 'etcdutl'),
    kubeApiserverBinary: path.join(binaries, 'kube-apiserver'),
    kubeControllerManagerBinary: path.join(binaries, 'kube-controller-manager'),
    kubeSchedulerBinary: path.join(binaries, 'kube-scheduler'),
    kwokControllerBinary: path.join(binaries, 'kwok'),
    kubectlBinary: path.join(binaries, 'kubectl'),
  };
}

function portOptions(ports: ClusterPorts) {
  return {
    etcdPort: ports.etcd,
    etcdPeerPort: ports['etcd-peer'],
    kubeApiserverPort: ports['kube-apiserver'],
    kubeControllerManagerPort: ports['kube-controller-manager'],
    kubeSchedulerPort: ports['kube-scheduler'],
    kwokControllerPort: ports['kwok-controller'],
  };
}

function componentsPatches(settings: ControlPlaneSettings) {
  const { disableQpsLimits, admissionPlugins, audit, disposable } = settings;
  return [
    patch('etcd', disposable ? { 'unsafe-no-fsync': 'true' } : {}),
    {
      ...patch('kube-apiserver', {
        ...(admissionPlugins.length > 0 && {
          'enable-admission-plugins': admissionPlugins.join(','),
        }),
        ...(audit && {
          'audit-policy-file': audit.policy,
          'audit-log-path': audit.log,
        }),
      }),
      // With all definitions, a third of its start is the collection of garbage. What a large cluster holds is beyond
      // such a limit.
      extraEnvs: disableQpsLimits
        ? []
        : [
            { name: 'GOGC', value: '400' },
            { name: 'GOMEMLIMIT', value: '1200MiB' },
          ],
    },
    patch('kube-controller-manager', {
      // One of each runs, and after a restart it must not wait for its predecessor's lease to run out.
      'leader-elect': 'false',
      // With its 20 requests a second, deleting a namespace takes 5 s: it asks for each kind there is.
      ...(disableQpsLimits
        ? {}
        : { 'kube-api-qps': '200', 'kube-api-burst': '400' }),
    }),
    patch('kube-scheduler', { 'leader-elect': 'false' }),
    patch('kwok-controller', {
      // Else pods get addresses of the Service range.
      cidr: '10.244.0.0/16',
      // Stages are resources here. kwokctl would create their definitions itself and fail where they exist already,
      // and its file holds default stages, with which the controller refuses to watch the resources.
      config: '/dev/null',
      'enable-crds': kwokKinds.join(','),
    }),
  ];
}

function patch(name: ClusterComponent, args: Record<string, string>) {
  const extraArgs = Object.entries(args).map(([key, value]) => ({
    key,
    value,
    // Replaces an argument that kwokctl gives itself; true for another one would leave that away.
    override: key === 'config',
  }));
  return { name, extraArgs };
}

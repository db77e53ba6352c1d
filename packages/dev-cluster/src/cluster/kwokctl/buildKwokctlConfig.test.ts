import { buildKwokctlConfig, ControlPlaneSettings } from './buildKwokctlConfig';
import { ClusterPorts } from '../layout/clusterPorts';

const ports: ClusterPorts = {
  etcd: 1,
  'etcd-peer': 2,
  'kube-apiserver': 3,
  'kube-controller-manager': 4,
  'kube-scheduler': 5,
  'kwok-controller': 6,
};

const plain: ControlPlaneSettings = {
  disableQpsLimits: false,
  admissionPlugins: [],
  disposable: false,
};

interface Config {
  options: Record<string, unknown>;
  componentsPatches: {
    name: string;
    extraArgs: { key: string; value: string }[];
    extraEnvs?: { name: string; value: string }[];
  }[];
}

function build(settings: Partial<ControlPlaneSettings> = {}) {
  const { options, componentsPatches } = buildKwokctlConfig(
    { ...plain, ...settings },
    { binaries: '/bin-dir', ports },
  ) as Config;
  const args = componentsPatches.map(({ name, extraArgs }) => [
    name,
    Object.fromEntries(extraArgs.map(({ key, value }) => [key, value])),
  ]);
  const envs = componentsPatches.flatMap(({ extraEnvs = [] }) =>
    extraEnvs.map(({ name }) => name),
  );
  return { options, args: Object.fromEntries(args), envs };
}

describe('buildKwokctlConfig', () => {
  it('listens on 127.0.0.1, at the given ports, with the given binaries', () => {
    expect(build().options).toMatchObject({
      bindAddress: '127.0.0.1',
      etcdPort: 1,
      etcdPeerPort: 2,
      kubeApiserverPort: 3,
      etcdBinary: '/bin-dir/etcd',
      kwokControllerBinary: '/bin-dir/kwok',
    });
  });

  it('gives up the safety of the disk for what may be lost only', () => {
    expect(build().args.etcd).toEqual({});
    expect(build({ disposable: true }).args.etcd).toEqual({
      'unsafe-no-fsync': 'true',
    });
  });

  it('enables admission plugins beyond the default ones', () => {
    const admissionPlugins = ['AlwaysPullImages', 'EventRateLimit'];
    expect(build().args['kube-apiserver']).toEqual({});
    expect(build({ admissionPlugins }).args['kube-apiserver']).toEqual({
      'enable-admission-plugins': 'AlwaysPullImages,EventRateLimit',
    });
  });

  it('leaves all limits to kwokctl when there are to be none', () => {
    const limited = build().args['kube-controller-manager'];
    const free = build({ disableQpsLimits: true });
    expect(limited).toHaveProperty('kube-api-qps', '200');
    expect(free.args['kube-controller-manager']).not.toHaveProperty(
      'kube-api-qps',
    );
    expect(free.options).toMatchObject({ disableQPSLimits: true });
    expect(build().envs).toEqual(['GOGC', 'GOMEMLIMIT']);
    expect(free.envs).toEqual([]);
  });
});

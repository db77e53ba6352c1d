import { KubeConfig } from '@kubernetes/client-node';
import { useEnvironmentProxy } from './useEnvironmentProxy';

function proxyOf(server: string, proxyUrl?: string) {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(
    { name: 'c', server, skipTLSVerify: false, proxyUrl },
    { name: 'u' },
  );
  return useEnvironmentProxy(kubeConfig).getCurrentCluster()?.proxyUrl;
}

describe('useEnvironmentProxy', () => {
  const before = { ...process.env };

  beforeEach(() => {
    process.env.HTTPS_PROXY = 'http://proxy:3128';
    process.env.NO_PROXY = '.svc,10.0.0.1';
  });

  afterEach(() => {
    process.env = { ...before };
  });

  it.each([
    ['https://api.example.com:6443', undefined, 'http://proxy:3128'],
    ['https://api.example.com:6443', 'http://own:1', 'http://own:1'],
    ['https://kubernetes.default.svc', undefined, undefined],
    ['https://10.0.0.1:443', undefined, undefined],
    ['https://127.0.0.1:6443', undefined, undefined],
    ['https://[::1]:6443', undefined, undefined],
  ])('%s with %s of its own is reached by %s', (server, own, expected) => {
    expect(proxyOf(server, own)).toBe(expected);
  });
});

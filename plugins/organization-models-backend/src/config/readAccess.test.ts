import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readAccess } from './readAccess';

const read = (cluster: JsonObject, root: JsonObject = {}) =>
  readAccess(new ConfigReader(root), 'gpus', new ConfigReader(cluster));

const readFromPlugin = (cluster: JsonObject) =>
  read(
    { kubernetesPluginCluster: 'gpus' },
    {
      kubernetes: {
        clusterLocatorMethods: [
          { type: 'catalog' },
          {
            type: 'config',
            clusters: [{ name: 'gpus', url: 'https://gpus', ...cluster }],
          },
        ],
      },
    },
  );

describe('readAccess', () => {
  it.each<[string, JsonObject]>([
    ['no provider', { serviceAccountToken: 'x' }],
    ['the provider serviceAccount', { authProvider: 'serviceAccount' }],
    [
      'the same by its annotation',
      { authMetadata: { 'kubernetes.io/auth-provider': 'serviceAccount' } },
    ],
  ])('needs no Kubernetes plugin for a cluster with %s', (_, cluster) => {
    expect(readFromPlugin(cluster)).toMatchObject({
      kind: 'token',
      url: 'https://gpus',
    });
  });

  it('leaves other providers, and clusters of other locators, to the plugin', () => {
    const left = { kind: 'kubernetesPlugin', cluster: 'gpus' };
    expect(readFromPlugin({ authProvider: 'aws' })).toEqual(left);
    expect(readFromPlugin({ name: 'another' })).toEqual(left);
  });

  it.each<JsonObject>([
    { authProvider: 'oidc', oidcTokenProvider: 'okta' },
    { authMetadata: { 'kubernetes.io/auth-provider': 'google' } },
  ])('refuses a provider that acts as the user: %j', cluster => {
    expect(() => readFromPlugin(cluster)).toThrow(
      /gpus cannot be used: its auth provider (oidc|google) acts as the user/,
    );
  });

  it('says what is missing', () => {
    expect(() => read({ kubernetesPluginCluster: 'gpus' })).toThrow(
      'kubernetesPluginCluster gpus needs the Kubernetes plugin to be configured',
    );
    expect(() =>
      read({ inCluster: true, kubeconfig: { file: 'x' }, url: 'https://a' }),
    ).toThrow(
      'gpus has inCluster and kubeconfig and url, and is reached by one',
    );
    expect(read({ inCluster: false, url: 'https://a' }).kind).toBe('token');
    expect(() => read({})).toThrow(
      'gpus needs one of inCluster, kubeconfig, url or kubernetesPluginCluster',
    );
  });
});

import { createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBackendModule } from '@backstage/backend-plugin-api';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import {
  type ClusterDetails,
  kubernetesAuthStrategyExtensionPoint,
  kubernetesClusterSupplierExtensionPoint,
} from '@backstage/plugin-kubernetes-node';
import { useCluster, waitFor } from '@orgmodels/dev-cluster';
import { parse } from 'yaml';
import { ModelsDriver } from '../../__testUtils__/ModelsDriver';
import { startPortal, type TestPortal } from '../../__testUtils__/startPortal';

jest.setTimeout(120_000);

const ACCOUNT = 'system:serviceaccount:default:portal';
/** How long the strategy's tokens live, in seconds. */
const LIFETIME = 4;
const ON_SHORT = { deployment_config: { gpu_count: 0, cluster: 'short' } };

describe('clusters of the Kubernetes plugin', () => {
  const cluster = useCluster();
  const models = new ModelsDriver(() => portal.as('acme-engineer'));
  const located: ClusterDetails[] = [];
  let portal: TestPortal;
  let uid = '';
  let signed = 0;

  // As the API server itself signs tokens of service accounts
  const sign = () => {
    signed++;
    const now = Math.floor(Date.now() / 1000);
    const issuer = 'https://kubernetes.default.svc.cluster.local';
    const parts = [
      { alg: 'RS256', typ: 'JWT' },
      {
        iss: issuer,
        aud: [issuer],
        sub: ACCOUNT,
        iat: now,
        nbf: now,
        exp: now + LIFETIME,
        'kubernetes.io': {
          namespace: 'default',
          serviceaccount: { name: 'portal', uid },
        },
      },
    ].map(part => Buffer.from(JSON.stringify(part)).toString('base64url'));
    const key = readFileSync(
      join(cluster.directory, 'clusters', cluster.name, 'pki', 'admin.key'),
    );
    const signature = createSign('RSA-SHA256')
      .update(parts.join('.'))
      .sign(key);
    return [...parts, signature.toString('base64url')].join('.');
  };

  /** What a portal with locators and strategies of its own adds. */
  const portalsOwn = createBackendModule({
    pluginId: 'kubernetes',
    moduleId: 'of-the-portal',
    register(reg) {
      reg.registerInit({
        deps: {
          strategies: kubernetesAuthStrategyExtensionPoint,
          suppliers: kubernetesClusterSupplierExtensionPoint,
        },
        async init({ strategies, suppliers }) {
          strategies.addAuthStrategy('shortLived', {
            getCredential: async () => ({
              type: 'bearer token',
              token: sign(),
            }),
            validateCluster: () => [],
            presentAuthMetadata: () => ({}),
          });
          strategies.addAuthStrategy('ofUsers', {
            getCredential: async () => {
              throw new Error('token not found under ofUsers in request body');
            },
            validateCluster: () => [],
            presentAuthMetadata: () => ({}),
          });
          suppliers.addClusterSupplier({ getClusters: async () => located });
        },
      });
    },
  });

  const locate = (name: string, provider: string): ClusterDetails => {
    const [{ cluster: access }] = parse(
      readFileSync(cluster.kubeconfig, 'utf8'),
    ).clusters;
    return {
      name,
      url: cluster.server,
      caData: access['certificate-authority-data'],
      authMetadata: { 'kubernetes.io/auth-provider': provider },
    };
  };

  const statusOf = async (name: string) => {
    const { body } = await portal.as('acme-engineer').get('/status');
    return body.cluster_status.clusters.find(
      (status: { name: string }) => status.name === name,
    );
  };

  const waitUntilReady = (name: string) =>
    waitFor(
      `cluster ${name} to be ready`,
      async () => {
        const status = await statusOf(name);
        if (!status.ready) throw new Error(JSON.stringify(status));
        return true;
      },
      { timeoutMs: 30_000 },
    );

  const waitForReason = (name: string, reason: RegExp) =>
    waitFor('the reason', async () =>
      reason.test(JSON.stringify(await statusOf(name))),
    );

  beforeAll(async () => {
    await cluster.kubectl(['create', 'serviceaccount', 'portal']);
    await cluster.kubectl([
      ...['create', 'clusterrolebinding', 'portal'],
      ...['--clusterrole=cluster-admin', '--serviceaccount=default:portal'],
    ]);
    uid = await cluster.kubectl([
      ...['get', 'serviceaccount', 'portal', '-o=jsonpath={.metadata.uid}'],
    ]);
    located.push(locate('short', 'shortLived'), locate('users', 'ofUsers'));
    portal = await startPortal({
      rootConfig: {
        kubernetes: {
          serviceLocatorMethod: { type: 'multiTenant' },
          clusterLocatorMethods: [],
        },
      },
      features: [kubernetesPlugin, portalsOwn],
      config: {
        clusters: ['short', 'users', 'later'].map(name => ({
          name,
          kubernetesPluginCluster: name,
        })),
      },
    });
  });

  afterAll(() => portal?.stop());

  it('models live on while tokens end every few seconds', async () => {
    await waitUntilReady('short');
    const id = await models.createRunning('modest', ON_SHORT);
    const before = signed;
    await waitFor(
      'tokens to be renewed',
      async () => {
        await models
          .post('another', ON_SHORT)
          .query({ dry_run: true })
          .expect(200);
        return signed > before + 1;
      },
      { timeoutMs: 30_000, intervalMs: 500 },
    );
    await portal.as('acme-engineer').delete(`/${id}`).expect(204);
    await models.waitUntilGone(id);
  });

  it('says why a strategy that acts as the user cannot be used', () =>
    waitForReason(
      'users',
      /ofUsers gives no credentials to a server without a user: token not found/,
    ));

  it('notices a cluster that appears', async () => {
    await waitForReason('later', /has no cluster later; it has short, users/);
    located.push(locate('later', 'shortLived'));
    await waitUntilReady('later');
  });
});

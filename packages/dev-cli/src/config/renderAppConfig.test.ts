import { parse } from 'yaml';
import { DevelopmentConfig, renderAppConfig } from './renderAppConfig';

describe('renderAppConfig', () => {
  const config: DevelopmentConfig = {
    portalPort: 3100,
    apiPort: 7107,
    directory: '/checkout/.dev',
    kubeconfig: '/checkout/.dev/cluster/kubeconfig',
    hubUrl: 'http://127.0.0.1:1234',
    serviceToken: 'secret',
  };
  const render = (changes: Partial<DevelopmentConfig> = {}) =>
    parse(renderAppConfig({ ...config, ...changes }));

  it('gives portal and API their ports, on this machine only', () => {
    expect(render()).toMatchObject({
      app: {
        baseUrl: 'http://localhost:3100',
        listen: { host: '127.0.0.1', port: 3100 },
      },
      backend: {
        baseUrl: 'http://localhost:7107',
        listen: { host: '127.0.0.1', port: 7107 },
        cors: { origin: 'http://localhost:3100' },
      },
    });
  });

  it('hides nothing that the local config says of models', () => {
    const pods = { env: [{ name: 'HTTPS_PROXY', value: 'http://proxy' }] };
    const { organizationModels } = render({
      local: {
        clusters: [{ pods }, { name: 'other', url: 'https://other' }],
        hub: { enabled: false },
        prices: { gpuHour: { H100: 1 } },
      },
    });
    expect(organizationModels.prices).toEqual({ gpuHour: { H100: 1 } });
    const { kubeconfig } = config;
    expect(organizationModels).toMatchObject({
      clusters: [
        { name: 'development', kubeconfig: { file: kubeconfig }, pods },
        { name: 'other', url: 'https://other' },
      ],
    });
    expect(organizationModels.hub).toBeUndefined();
    expect(render().organizationModels.hub).toEqual({ url: config.hubUrl });
    expect(render().organizationModels.prices.gpuHour.H100).toBeGreaterThan(0);
  });

  it('keeps an embedded database with the data of the run', () => {
    expect(render().backend.database).toEqual({
      client: 'better-sqlite3',
      connection: { directory: '/checkout/.dev/sqlite' },
    });
  });

  it('uses a given PostgreSQL', () => {
    const postgresUrl = 'postgresql://postgres@127.0.0.1:5432/postgres';
    expect(render({ postgresUrl }).backend.database).toEqual({
      client: 'pg',
      connection: postgresUrl,
    });
  });

  it('names the cluster and the hub, and leaves out a hub that is not there', () => {
    expect(render().organizationModels).toMatchObject({
      clusters: [
        {
          name: 'development',
          kubeconfig: { file: '/checkout/.dev/cluster/kubeconfig' },
        },
      ],
      hub: { url: 'http://127.0.0.1:1234' },
    });
    expect(render({ hubUrl: undefined }).organizationModels).not.toHaveProperty(
      'hub',
    );
  });

  it('lets the service in that acts for acme', () => {
    expect(render().backend.auth.externalAccess).toEqual([
      { type: 'static', options: { token: 'secret', subject: 'ci' } },
    ]);
    expect(render().organizationModels.organization).toEqual({
      externalSubjects: { ci: ['group:default/acme'] },
    });
  });
});

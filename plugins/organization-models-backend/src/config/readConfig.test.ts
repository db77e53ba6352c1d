import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readConfig } from './readConfig';

const read = (organizationModels: JsonObject) =>
  readConfig(new ConfigReader({ organizationModels }));

describe('readConfig, of who may do what', () => {
  it('takes refs in any spelling, and subjects with any sign', () => {
    const { administrators, organization } = read({
      administrators: ['Platform-Team', 'user:default/Ann'],
      organization: {
        externalSubjects: {
          'external:idp:repo:acme/models.example:ref:x@y': ['ACME', '*'],
        },
      },
    });
    expect(administrators).toEqual([
      'group:default/platform-team',
      'user:default/ann',
    ]);
    expect([...organization.externalSubjects]).toEqual([
      [
        'external:idp:repo:acme/models.example:ref:x@y',
        ['group:default/acme', '*'],
      ],
    ]);
  });

  it('limits no requests unless it is told to', () => {
    expect(read({}).rateLimit).toBeUndefined();
    expect(read({ rateLimit: { writes: 10 } }).rateLimit).toEqual({
      windowSeconds: 60,
      requests: undefined,
      writes: 10,
    });
  });

  it('takes the image of engines from a mirror, unless it is told which', () => {
    const registry = 'mirror.acme.io:5000/hub';
    const imageOf = (defaults: JsonObject) => read({ defaults }).defaults.image;
    expect(imageOf({ registry })).toBe(`${registry}/vllm/vllm-openai:v0.32.0`);
    expect(imageOf({ registry, image: 'a/b:1' })).toBe('a/b:1');
  });

  it('reads what images are', () => {
    const image = { image: 'acme.io/llm', build: 'rocm', cuda: 12.8 };
    expect(read({ images: [image] }).images).toMatchObject([image]);
    expect(read({}).images).toEqual([]);
  });

  it('reads where metrics are, for all clusters and for one', () => {
    const { prometheus, clusters } = read({
      prometheus: {
        url: 'https://mimir.example/prometheus/',
        tenant: 'models',
        headers: { Authorization: 'Bearer x' },
      },
      clusters: [
        {
          name: 'eu',
          inCluster: true,
          prometheus: {
            url: 'http://prometheus',
            labels: { cluster: 'eu' },
            caData: Buffer.from('PEM').toString('base64'),
          },
        },
      ],
    });
    expect(prometheus).toEqual({
      url: 'https://mimir.example/prometheus',
      headers: { Authorization: 'Bearer x', 'X-Scope-OrgID': 'models' },
      labels: {},
      ca: undefined,
    });
    expect(clusters[0].prometheus).toEqual({
      url: 'http://prometheus',
      headers: {},
      labels: { cluster: 'eu' },
      ca: 'PEM',
    });
    expect(read({}).prometheus).toBeUndefined();
  });

  it.each<[JsonObject, string]>([
    [
      { administrator: ['group:ops'] },
      'administrator is not known: did you mean organizationModels.administrators?',
    ],
    [
      { clusters: [{ name: 'a' }, { name: 'b', incluster: true }] },
      'clusters.1.incluster is not known: did you mean organizationModels.clusters.1.inCluster?',
    ],
    [
      { clusters: [{ name: 'a', pods: { label: {} } }] },
      'clusters.0.pods.label is not known: did you mean organizationModels.clusters.0.pods.labels?',
    ],
    [
      { controller: { speed: 1 } },
      'controller.speed is not known: there are enabled, workers, resyncSeconds, proofAfterStart',
    ],
    [
      { quota: { organisations: {} } },
      'quota.organisations is not known: did you mean organizationModels.quota.organizations?',
    ],
    [{ prometheus: { url: 'mimir' } }, 'prometheus.url must begin with'],
    [
      { prometheus: { url: 'http://p', labels: { 'a="}': 'x' } } },
      'prometheus.labels: a="} must be a label',
    ],
    [
      { prometheus: { url: 'http://p', caFile: '/no/such' } },
      'prometheus.caFile cannot be read',
    ],
    [
      { organization: { externalSubjects: { ci: 'acme' } } },
      'organization.externalSubjects: ci must be a list',
    ],
    [
      { organization: { externalSubjects: { ci: ['group:'] } } },
      'organization.externalSubjects: ci must be the ref',
    ],
    [
      { organization: { mode: 'single', single: ':' } },
      'organization.single must be the ref',
    ],
    [
      {
        clusters: [
          { name: 'a', inCluster: true, networkPolicy: { egressPorts: ['x'] } },
        ],
      },
      'clusters: networkPolicy of a.egressPorts must be a list of numbers',
    ],
    [
      {
        clusters: [
          {
            name: 'a',
            inCluster: true,
            networkPolicy: { egressExcept: ['::/0', '10.0.0.0/33'] },
          },
        ],
      },
      'clusters: networkPolicy of a.egressExcept.1: 10.0.0.0/33 must be',
    ],
    [{ defaults: { registry: 'https://mirror' } }, 'defaults.registry must be'],
    [{ administrators: ['group:'] }, 'administrators: group: must be the ref'],
    [
      { images: [{ image: 'acme/llm', build: 'rocket' }] },
      'images.0.build must be one of cuda',
    ],
    [
      { images: [{ image: 'acme/llm', engineVersion: 'new' }] },
      'images.0.engineVersion must be a version',
    ],
    [{ controller: { workers: 0 } }, 'controller.workers must be a whole'],
    [
      { controller: { resyncSeconds: 0.5 } },
      'controller.resyncSeconds must be a whole',
    ],
    [{ rateLimit: { requests: 0 } }, 'rateLimit.requests must be 1 or more'],
  ])('refuses %j by its key', (config, message) => {
    expect(() => read(config)).toThrow(`organizationModels.${message}`);
  });
});

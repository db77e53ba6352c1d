import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { parse } from 'yaml';
import { readConfig } from './readConfig';
import { policyOf } from '../domain/policy/layPolicy';
import { readPolicies } from './readPolicies';
import { parseModelBody } from '../services/acceptance/parsing/parseModelBody';
import { PolicyGuard } from '../services/acceptance/PolicyGuard';

const DEFAULTS = { image: 'vllm/vllm-openai:v1', cpu: '2', memory: '16Gi' };

const PODS = { imagePullSecrets: [], env: [], labels: {}, annotations: {} };
const CLUSTERS = ['east', 'west'].map(name => ({ name, pods: PODS }));

function read(policy: JsonObject) {
  return readPolicies(new ConfigReader({ policy }));
}

function guard(policy: JsonObject) {
  return new PolicyGuard({
    policies: read(policy),
    defaults: DEFAULTS,
    clusters: CLUSTERS,
  });
}

describe('readPolicies', () => {
  it('holds nobody to anything without config', () => {
    expect(policyOf(readPolicies(undefined), 'group:default/acme')).toEqual({});
  });

  it('lays the policy of an organization over the common one', () => {
    const policies = read({
      default: {
        images: { allowed: ['docker.io/vllm/'], requireDigest: true },
        limits: { gpus: 8, memory: '64Gi' },
        huggingFace: { allowed: ['Qwen/*'] },
      },
      organizations: {
        Acme: { images: { requireDigest: false }, limits: { gpus: 16 } },
        'group:default/globex': { huggingFace: { allowed: ['*'] } },
      },
    });
    expect(policyOf(policies, 'group:default/acme')).toEqual({
      images: { allowed: ['docker.io/vllm'], requireDigest: false },
      limits: { gpus: 16, memory: '64Gi' },
      huggingFace: { allowed: ['Qwen/*'] },
    });
    expect(policyOf(policies, 'group:default/globex')).toMatchObject({
      limits: { gpus: 8 },
      huggingFace: { allowed: ['*'] },
    });
    expect(policyOf(policies, 'group:default/other').limits?.gpus).toBe(8);
  });

  it.each<[JsonObject, string]>([
    [{ images: {} }, 'policy.images is not known'],
    [{ default: { image: {} } }, 'policy.default.image is not known'],
    [
      { default: { images: { allow: [] } } },
      'policy.default.images.allow is not known',
    ],
    [
      { organizations: { acme: { limits: { memory: 'much' } } } },
      'policy.organizations.acme.limits.memory must be a Kubernetes quantity',
    ],
    [
      { default: { images: { allowed: ['vllm/vllm-openai'] } } },
      'policy.default.images.allowed.0 must be a registry',
    ],
    [
      { default: { images: { allowed: ['docker.io/vllm:v1'] } } },
      'policy.default.images.allowed.0 must be a registry',
    ],
    [
      { default: { environment: { allowed: ['*_X'] } } },
      'policy.default.environment.allowed.0 must be exact',
    ],
    [
      { default: { arguments: { forbidden: ['trust-remote-code'] } } },
      'policy.default.arguments.forbidden.0 must be an option',
    ],
  ])('refuses %j', (policy, message) => {
    expect(() => read(policy)).toThrow(message);
  });
});

const DOCUMENT = join(__dirname, '../../../../docs/policy.md');

describe('the example of docs/policy.md', () => {
  it('is a policy, and not against its own defaults', () => {
    const document = readFileSync(DOCUMENT, 'utf8');
    const example = parse(/```yaml\n(.+?)```/s.exec(document)![1]);
    const { policies, defaults } = readConfig(new ConfigReader(example));
    const clusters = CLUSTERS;
    const research = new PolicyGuard({ policies, defaults, clusters });
    expect(research.defaultsOf('group:default/research').cluster).toBe('west');
    expect(policyOf(policies, 'group:default/research').limits).toMatchObject({
      gpus: 64,
      memory: '256Gi',
    });
  });

  it('refuses with the words that are shown', () => {
    const document = readFileSync(DOCUMENT, 'utf8');
    const example = parse(/```yaml\n(.+?)```/s.exec(document)![1]);
    const shown = /```http\nHTTP\/1.1 400 .*?\n\n(.+?)```/s.exec(document)![1];
    const { policies, defaults } = readConfig(new ConfigReader(example));
    const acme = new PolicyGuard({ policies, defaults, clusters: CLUSTERS });
    const { spec } = parseModelBody({
      name: 'shown',
      model_type: 'chat',
      huggingface_id: 'Qwen/Qwen3-8B',
      deployment_config: {
        queue_name: 'acme-night',
        gpu_count: 9,
        image: `docker.io/evil/x@sha256:${'0'.repeat(64)}`,
      },
    });
    let refused: unknown;
    try {
      acme.refuseCreate(spec, 'group:default/acme');
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject(JSON.parse(shown).error);
  });
});

describe('PolicyGuard', () => {
  it.each<[JsonObject, string]>([
    [
      { default: { images: { allowed: ['registry.acme.io'] } } },
      'against the default image, which must come from registry.acme.io',
    ],
    [
      { default: { images: { requireDigest: true } } },
      'against the default image, which must name its digest',
    ],
    [
      { organizations: { acme: { limits: { memory: '8Gi' } } } },
      'against the default memory for group:default/acme',
    ],
    [
      {
        default: {
          clusters: { allowed: ['west'] },
          defaults: { cluster: 'east' },
        },
      },
      'against the default cluster',
    ],
  ])('takes no policy against its own defaults: %j', (policy, message) => {
    expect(() => guard(policy)).toThrow(message);
  });

  it('fills in what an organization has as its default', () => {
    const policies = guard({
      default: { clusters: { allowed: ['west'] } },
      organizations: {
        acme: {
          clusters: { allowed: ['east', 'west'] },
          defaults: { image: 'registry.acme.io/vllm:v1', cluster: 'east' },
        },
      },
    });
    expect(policies.defaultsOf('group:default/acme')).toEqual({
      image: 'registry.acme.io/vllm:v1',
      cluster: 'east',
    });
    expect(policies.defaultsOf('group:default/globex')).toEqual({
      image: DEFAULTS.image,
      cluster: 'west',
    });
  });
});

import { buildManifests } from './buildManifests';
import { buildProbePod } from './pod/buildProbePod';
import { buildTokenSecret } from './buildTokenSecret';
import { maskSecrets } from './maskSecrets';
import { GOLDEN_CONTEXTS } from './__fixtures__/contexts';

const TOKEN = 'hf_abcdefghijklmnop';
const WRITTEN = { token: TOKEN, generation: 1 };
const WITH_TOKEN = GOLDEN_CONTEXTS['own-claim-and-token'];

function deploymentOf(name: keyof typeof GOLDEN_CONTEXTS) {
  return buildManifests(GOLDEN_CONTEXTS[name]).find(
    ({ kind }) => kind === 'Deployment',
  )!;
}

describe('buildTokenSecret', () => {
  it('holds the token under the key that the container reads', () => {
    const secret = buildTokenSecret(WITH_TOKEN, WRITTEN)!;
    expect(secret.metadata.name).toBe('mistral-small-token');
    const { token } = secret.data as Record<string, string>;
    expect(Buffer.from(token, 'base64').toString()).toBe(TOKEN);
  });

  it('is there only for a token of the model itself', () => {
    expect(
      buildTokenSecret(
        GOLDEN_CONTEXTS['shared-claim-and-named-token'],
        WRITTEN,
      ),
    ).toBeUndefined();
  });
});

describe('maskSecrets', () => {
  it('shows the keys of a Secret and no value', () => {
    expect(maskSecrets(buildTokenSecret(WITH_TOKEN, WRITTEN)!).data).toEqual({
      token: '********',
    });
  });

  it.each([
    [
      'a proxy with credentials',
      'HTTPS_PROXY',
      'http://user:pass@proxy:3128',
      'http://********@proxy:3128',
    ],
    ['a variable named like a secret', 'VLLM_API_KEY', 'abc', '********'],
    ['a key of a cloud', 'AWS_SECRET_ACCESS_KEY', 'abc', '********'],
    ['no count of tokens', 'VLLM_MAX_TOKENS', '8192', '8192'],
    ['no package', 'X', 'pip install hf_transfer', 'pip install hf_transfer'],
    ['something that looks like a token', 'X', `a ${TOKEN} b`, 'a ******** b'],
    [
      'nothing of others',
      'HF_HOME',
      '/models/huggingface',
      '/models/huggingface',
    ],
  ])('masks %s', (_, name, value, shown) => {
    const manifest = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', namespace: 'b', labels: {} },
      spec: { containers: [{ name: 'token', env: [{ name, value }] }] },
    };
    expect(maskSecrets(manifest)).toEqual({
      ...manifest,
      spec: { containers: [{ name: 'token', env: [{ name, value: shown }] }] },
    });
  });

  it('leaves the reference to a Secret readable', () => {
    const deployment = deploymentOf('own-claim-and-token');
    expect(maskSecrets(deployment)).toEqual(deployment);
  });

  it('masks the record as a whole', () => {
    const service = buildManifests(GOLDEN_CONTEXTS.sglang).find(
      ({ kind }) => kind === 'Service',
    )!;
    const { annotations } = service.metadata;
    const record = 'organization-models.backstage.io/record';
    expect(annotations?.[record]).toContain('Llama');
    expect(maskSecrets(service)).toEqual({
      ...service,
      metadata: {
        ...service.metadata,
        annotations: { ...annotations, [record]: '********' },
      },
    });
  });
});

describe('buildProbePod', () => {
  it('is what the Deployment would make', () => {
    const deployment = deploymentOf('older-engine-autoscaled');
    const { template } = deployment.spec as {
      template: { spec: unknown; metadata: object };
    };
    expect(buildProbePod(deployment)).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'qwen3-coder-30b-dry-run',
        namespace: 'models',
        ...template.metadata,
      },
      spec: template.spec,
    });
  });
});

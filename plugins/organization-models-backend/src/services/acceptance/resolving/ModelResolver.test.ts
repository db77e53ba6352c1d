import { NO_FACTS } from '../../../domain/facts/ClusterFacts';
import { DEFAULT_GPU_CONFIG } from '../../../domain/gpus/gpuConfig';
import type { ImageReader } from './ImageReader';
import { ModelResolver } from './ModelResolver';

type Answer = Awaited<ReturnType<ImageReader['read']>>;

const asked: string[] = [];

function makeResolver(answer: Answer, registry?: string) {
  return new ModelResolver({
    defaults: {
      image: 'vllm/vllm-openai:v0.32.0',
      registry,
      cpu: '2',
      memory: '16Gi',
      storageSize: '100Gi',
    },
    gpus: DEFAULT_GPU_CONFIG,
    images: [],
    registries: {
      read: async name => {
        asked.push(name);
        return answer;
      },
    },
    hub: { read: async () => ({ warnings: [] }) },
  });
}

async function resolve(
  answer: Answer,
  image = 'harbor.acme.io/ai/llm:stable',
  config: { command?: string[]; args?: string[] } = {},
) {
  const resolver = makeResolver(answer);
  const spec = {
    name: 'm',
    model_type: 'chat',
    huggingface_id: 'a/b',
    deployment_config: { image, ...config },
  };
  const { resolved, warnings } = await resolver.resolve(spec as never, {
    facts: NO_FACTS,
    image,
    storageClass: undefined,
    hasOwnToken: false,
  });
  const codes = warnings.map(({ code }) => code);
  const { engineVersion: version, stopsWhenIdle } = resolved;
  return { version, codes, ...(stopsWhenIdle && { stopsWhenIdle }) };
}

describe('ModelResolver and what registries say', () => {
  it('goes by their word where the name does not tell', async () => {
    const details = {
      architectures: ['amd64'],
      environment: { VLLM_VERSION: '0.11.2', CUDA_VERSION: '12.8.1' },
      labels: {},
    };
    const { version, codes } = await resolve({ outcome: 'found', details });
    expect(version).toBe('0.11.2');
    expect(codes).not.toContain('EngineVersionAssumed');
    expect(asked).toEqual(['harbor.acme.io/ai/llm:stable']);
  });

  it.each<[Answer, string[]]>([
    [{ outcome: 'none' }, []],
    [{ outcome: 'unavailable', message: 'x' }, ['RegistryUnavailable']],
    [{ outcome: 'missing', message: 'x' }, ['ImageNotSeen']],
  ])('goes by the name after %j', async (answer, expected) => {
    const { codes } = await resolve(answer);
    expect(codes).toEqual(
      expect.arrayContaining(['EngineVersionAssumed', ...expected]),
    );
    const known = await resolve(answer, 'vllm/vllm-openai:v0.10.0');
    expect(known.version).toBe('0.10.0');
  });
});

describe('ModelResolver and a mirror of the engines', () => {
  const image = 'vllm/vllm-openai:v0.32.0';
  const imageOf = async (config: object, registry: string) => {
    const { resolved } = await makeResolver(
      { outcome: 'none' },
      registry,
    ).resolve(
      {
        name: 'm',
        model_type: 'chat',
        huggingface_id: 'a/b',
        deployment_config: config,
      } as never,
      { facts: NO_FACTS, image, storageClass: undefined, hasOwnToken: false },
    );
    return resolved;
  };

  it('takes what the platform chooses from there, and knows it', async () => {
    const mirror = 'mirror.acme.io:5000/dockerhub';
    expect(await imageOf({ runtime: 'sglang' }, mirror)).toMatchObject({
      image: expect.stringMatching(
        /^mirror\.acme\.io:5000\/dockerhub\/lmsysorg\/sglang:v0/,
      ),
      engineVersion: expect.stringMatching(/^0\.\d/),
    });
  });

  it('leaves the images of specs and of config', async () => {
    const own = { image: 'lmsysorg/sglang:v0.5.3', runtime: 'sglang' };
    expect((await imageOf(own, 'mirror')).image).toBe(own.image);
    expect((await imageOf({}, 'mirror')).image).toBe(image);
  });
});

describe('ModelResolver and how a model is stopped', () => {
  const own = { command: ['vllm', 'serve', 'a/b', '--port', '8000'] };

  it.each<[string, string, object, true | undefined]>([
    ['a generated command', 'vllm/vllm-openai:v0.32.0', {}, undefined],
    ['a command of its own', 'vllm/vllm-openai:v0.32.0', own, true],
    ['an engine that cannot drain', 'vllm/vllm-openai:v0.9.0', {}, true],
    ['an image that nobody knows', 'acme.io/ai/llm:v1', own, undefined],
  ])('by %s', async (_, image, config, expected) => {
    const { stopsWhenIdle } = await resolve(
      { outcome: 'missing', message: '' } as Answer,
      image,
      config,
    );
    expect(stopsWhenIdle).toBe(expected);
  });
});

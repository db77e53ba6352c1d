import { isSince } from './isSince';
import { vllmRuntime } from './vllmRuntime';

const vllmVersionOf = (image: string) =>
  vllmRuntime.readImage(image).engineVersion;

describe('the version of an image', () => {
  it.each([
    ['vllm/vllm-openai:v0.10.2', '0.10.2'],
    ['vllm/vllm-openai:v0.29.0-cu129', '0.29.0'],
    ['vllm/vllm-openai:v0.11.0rc2', '0.11.0'],
    ['registry.example.com:5000/dockerhub/vllm/vllm-openai:v0.10.2', '0.10.2'],
    [`vllm/vllm-openai:v0.10.2@sha256:${'a'.repeat(64)}`, '0.10.2'],
    ['rocm/vllm:rocm6.4.1_vllm_0.9.1_20250715', '0.9.1'],
    ['acme/llm:vllm-0.18', '0.18.0'],
    ['aibrix/vllm-openai:v0.6.1-edb07092-20250118', '0.6.1'],
    ['rocm/vllm:rocm7.0.0_vllm_0.10.2_20251006', '0.10.2'],
    ['harbor.acme.io/ai/vllm-openai:v0.10.2', '0.10.2'],
    ['harbor.acme.io/ai/vllm-openai-cpu:v0.23.0', '0.23.0'],
  ])('reads the tag of %s', (image, version) => {
    expect(vllmVersionOf(image)).toBe(version);
  });

  it.each([
    'vllm/vllm-openai',
    'vllm/vllm-openai:latest',
    'vllm/vllm-openai:nightly-0fb2551c23',
    `vllm/vllm-openai@sha256:${'a'.repeat(64)}`,
    'registry.example.com:5000/vllm',
    'acme/llm:1.4',
    'acme/vllm-openai:v0.10.2',
    'lmcache/vllm-openai:v0.4.3',
    'harbor.acme.io/cache/lmcache/vllm-openai:v0.4.3',
    'registry.redhat.io/rhaiis/vllm-cuda-rhel9:3.0.0',
    'ghcr.io/llm-d/llm-d-cuda:v0.5.0',
    'rocm/vllm:rocm6.4.1',
    'nvcr.io/nvidia/vllm:25.09-py3',
    'nvcr.io/nvidia/vllm:25.10-py3',
    'acme/llm:vllm-25.09',
  ])('knows none where %s does not tell', image => {
    expect(vllmVersionOf(image)).toBeUndefined();
  });
});

describe('isSince', () => {
  it.each([
    ['0.18.0', '0.18.0', true],
    ['0.9.2', '0.18.0', false],
    ['0.100.0', '0.18.0', true],
    ['unknown', '0.18.0', true],
  ])('%s has what came with %s: %s', (version, since, expected) => {
    expect(isSince(version, since)).toBe(expected);
  });
});

describe('the build of an image', () => {
  it.each<[string, object]>([
    [
      'vllm/vllm-openai:v0.8.5',
      { build: 'cuda', cuda: 12.4, architectures: ['amd64'] },
    ],
    [
      'vllm/vllm-openai:v0.29.0',
      { build: 'cuda', cuda: 13, architectures: undefined },
    ],
    ['vllm/vllm-openai:v0.29.0-cu129', { build: 'cuda', cuda: 12.9 }],
    ['vllm/vllm-openai:latest', { build: 'cuda', cuda: undefined }],
    ['vllm/vllm-openai-cpu:v0.23.0', { build: 'cpu', cuda: undefined }],
    ['vllm/vllm-openai-rocm:v0.32.0', { build: 'rocm' }],
    ['rocm/vllm:rocm7.0.0_vllm_0.10.2_20251006', { build: 'rocm' }],
    ['ghcr.io/llm-d/llm-d-rocm:v0.5.0', { build: 'rocm' }],
    ['acme.io/ml/our-vllm:1.0-rocm6.4', { build: 'rocm' }],
    ['acme.io/ml/vllm-hpu:1.0', { build: 'gaudi' }],
    ['acme.io/ml/vllm-xpu:1.0', { build: 'xpu' }],
    ['acme.io/ml/vllm-cpu:1.0', { build: 'cpu' }],
    ['acme.io/ml/our-vllm:1.0-cu128', { build: 'cuda', cuda: 12.8 }],
    ['acme.io/ml/our-vllm:1.0', { build: undefined, cuda: undefined }],
    // tags of one processor: docs.vllm.ai, deployment/docker
    ['vllm/vllm-openai:v0.10.2-aarch64', { architectures: ['arm64'] }],
    ['vllm/vllm-openai:v0.11.0-x86_64', { architectures: ['amd64'] }],
    [
      'vllm/vllm-openai:v0.12.0-x86_64-cu130',
      { architectures: ['amd64'], cuda: 13, engineVersion: '0.12.0' },
    ],
    [
      'vllm/vllm-openai:nightly-aarch64',
      { architectures: ['arm64'], engineVersion: undefined },
    ],
    [
      'vllm/vllm-openai:cu130-nightly-x86_64',
      { architectures: ['amd64'], cuda: 13 },
    ],
    [
      'vllm/vllm-openai:glm5-arm64-cu130',
      { architectures: ['arm64'], cuda: 13 },
    ],
    [
      'public.ecr.aws/q9t5s3a7/vllm-release-repo:69244e67e6822f1c15816f887659e1ccc18c2632-x86_64',
      { architectures: ['amd64'], engineVersion: undefined },
    ],
    [
      'artifactory.acme.io/docker-remote/vllm/vllm-openai:v0.13.0-x86_64',
      { architectures: ['amd64'], engineVersion: '0.13.0' },
    ],
    // aws.github.io/deep-learning-containers, Neuron's documentation
    [
      'public.ecr.aws/deep-learning-containers/vllm:0.11.2-gpu-py312',
      { build: 'cuda', engineVersion: '0.11.2', architectures: ['amd64'] },
    ],
    [
      '763104351884.dkr.ecr.us-west-2.amazonaws.com/vllm:0.10.2-gpu-py312-cu129-ubuntu22.04-ec2',
      { build: 'cuda', cuda: 12.9, engineVersion: '0.10.2' },
    ],
    [
      '763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm-arm64:0.10.2-gpu-py312-cu129-ubuntu22.04-ec2',
      { engineVersion: '0.10.2', architectures: ['arm64'] },
    ],
    [
      '123456789012.dkr.ecr.us-east-1.amazonaws.com/vllm:0.10.2',
      { engineVersion: undefined, build: undefined },
    ],
    [
      'public.ecr.aws/neuron/pytorch-inference-vllm-neuronx:0.9.1-neuronx-py311-sdk2.26.1-ubuntu22.04',
      { build: 'neuron', engineVersion: '0.9.1' },
    ],
    [
      'egs-registry.cn-hangzhou.cr.aliyuncs.com/egs/vllm:0.8.5-pytorch2.6-cu124-20250429',
      { build: 'cuda', cuda: 12.4, engineVersion: '0.8.5' },
    ],
    ['intel/llm-scaler-vllm:0.11.1-b7', { build: 'xpu' }],
    ['opea/vllm:1.4', { build: 'cpu', engineVersion: undefined }],
    [
      'nvcr.io/nvidia/ai-dynamo/vllm-runtime:0.6.1',
      { build: 'cuda', engineVersion: undefined },
    ],
  ])('tells of %s', (image, facts) => {
    expect(vllmRuntime.readImage(image)).toMatchObject(facts);
  });
});

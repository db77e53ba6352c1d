import { isSince, vllmVersionOf } from './vllmVersionOf';

describe('vllmVersionOf', () => {
  it.each([
    ['vllm/vllm-openai:v0.10.2', '0.10.2'],
    ['vllm/vllm-openai:v0.29.0-cu129', '0.29.0'],
    ['vllm/vllm-openai:v0.11.0rc2', '0.11.0'],
    ['registry.example.com:5000/dockerhub/vllm/vllm-openai:v0.10.2', '0.10.2'],
    [`vllm/vllm-openai:v0.10.2@sha256:${'a'.repeat(64)}`, '0.10.2'],
    ['rocm/vllm:rocm6.4.1_vllm_0.9.1_20250715', '0.9.1'],
    ['acme/llm:vllm-0.18', '0.18.0'],
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

import { findBuildDoubts } from './findBuildDoubts';
import { readImageFacts } from './readImageFacts';
import { findRuntime } from './findRuntime';

const runtime = findRuntime('vllm');

describe('readImageFacts', () => {
  const configured = [
    { image: 'acme.io/ml/llm:stable', engineVersion: '0.18.0' },
    { image: 'acme.io/ml', build: 'rocm' as const },
  ];

  it.each([
    ['acme.io/ml/llm:stable', { engineVersion: '0.18.0', build: undefined }],
    ['acme.io/ml/llm:other', { engineVersion: undefined, build: 'rocm' }],
    ['acme.io/mlx/llm:other', { engineVersion: undefined, build: undefined }],
    ['vllm/vllm-openai:v0.32.0', { engineVersion: '0.32.0', build: 'cuda' }],
  ])('takes what config says of %s', (image, facts) => {
    expect(readImageFacts(image, { runtime, configured })).toMatchObject({
      image,
      ...facts,
    });
  });
});

describe('findBuildDoubts', () => {
  it.each<[string, number, string[]]>([
    ['vllm/vllm-openai:v0.32.0', 0, ['ImageNeedsGpu']],
    ['rocm/vllm:latest', 0, ['ImageNeedsGpu']],
    ['vllm/vllm-openai-cpu:v0.32.0', 2, ['ImageTakesNoGpu']],
    ['vllm/vllm-openai-cpu:v0.32.0', 0, []],
    ['vllm/vllm-openai:v0.32.0', 1, []],
    ['acme.io/any:1', 0, []],
    ['lmsysorg/sglang:v0.5.18', 1, ['ImageOfAnotherEngine']],
  ])('of %s with %i GPUs', (image, gpuCount, codes) => {
    const doubts = findBuildDoubts(readImageFacts(image, { runtime }), {
      runtime,
      gpuCount,
    });
    expect(doubts.map(({ code }) => code)).toEqual(codes);
  });

  it('names the image for the CPU', () => {
    const [{ message }] = findBuildDoubts(
      runtime.readImage('vllm/vllm-openai:v0.32.0'),
      { runtime, gpuCount: 0 },
    );
    expect(message).toContain('vllm/vllm-openai-cpu:v0.32.0');
  });
});

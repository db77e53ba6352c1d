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
    [
      'nvcr.io/nim/meta/llama-3.1-8b-instruct:1.8.4',
      1,
      ['ImageOfAnotherEngine'],
    ],
    [
      'ghcr.io/huggingface/text-generation-inference:3.3.5',
      1,
      ['ImageOfAnotherEngine'],
    ],
    [
      'nvcr.io/nvidia/tritonserver:25.08-vllm-python-py3',
      1,
      ['ImageOfAnotherEngine'],
    ],
    ['ollama/ollama:0.12.3', 0, ['ImageOfAnotherEngine']],
    [
      'nvcr.io/nvidia/ai-dynamo/sglang-runtime:0.6.0',
      1,
      ['ImageOfAnotherEngine'],
    ],
    ['acme.io/nim/vllm-openai:v0.11.0', 1, []],
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

import { configs } from './__fixtures__/configs';
import {
  computeKvBytesPerToken,
  computeKvCacheBytes,
} from './computeKvCacheBytes';
import { estimateVram } from './estimateVram';
import { findLargestContext } from './findLargestContext';
import { parseArchitecture } from './parseArchitecture';

const GI = 2 ** 30;

function architectureOf(id: keyof typeof configs) {
  return parseArchitecture(configs[id])!;
}

const llama = {
  architecture: architectureOf('meta-llama/Llama-3.1-8B-Instruct'),
  weights: { parameters: { BF16: 8_030_261_248 } },
};

describe('computeKvBytesPerToken', () => {
  it.each<[keyof typeof configs, number, number]>([
    ['meta-llama/Llama-3.1-8B-Instruct', 1, 128 * 1024],
    ['meta-llama/Llama-3.1-8B-Instruct', 8, 16 * 1024],
    // one of eight key-value heads on each of sixteen GPUs
    ['meta-llama/Llama-3.1-8B-Instruct', 16, 16 * 1024],
    ['Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8', 1, 96 * 1024],
    // one vector per token and layer, the same on every GPU
    ['deepseek-ai/DeepSeek-V3', 1, 61 * 576 * 2],
    ['deepseek-ai/DeepSeek-V3', 8, 61 * 576 * 2],
    ['BAAI/bge-m3', 1, 0],
  ])('of %s on %d GPUs', (id, tensorParallelSize, bytes) => {
    expect(
      computeKvBytesPerToken(architectureOf(id), { tensorParallelSize }).bytes,
    ).toBe(bytes);
  });

  it('is half in fp8, and sure only where all layers are alike', () => {
    const options = { tensorParallelSize: 1 };
    expect(
      computeKvBytesPerToken(llama.architecture, {
        ...options,
        numberBytes: 1,
      }),
    ).toEqual({ bytes: 64 * 1024, certainty: 'exact' });
    expect(
      computeKvBytesPerToken(architectureOf('openai/gpt-oss-20b'), options)
        .certainty,
    ).toBe('estimated');
  });
});

describe('computeKvCacheBytes', () => {
  it('takes whole blocks and the one that is held back', () => {
    const bytes = (contextTokens: number) =>
      computeKvCacheBytes(llama.architecture, {
        contextTokens,
        tensorParallelSize: 1,
      }).bytes;
    expect(bytes(16)).toBe(32 * 128 * 1024);
    expect(bytes(17)).toBe(48 * 128 * 1024);
    expect(bytes(131072)).toBe(16 * GI + 2 ** 21);
  });

  it('keeps no more than the window of sliding layers', () => {
    const architecture = architectureOf('openai/gpt-oss-20b');
    const options = { contextTokens: 131072, tensorParallelSize: 1 };
    const perToken = 2 * 8 * 64 * 2;
    expect(computeKvCacheBytes(architecture, options).bytes).toBe(
      12 * perToken * (131072 + 16) + 12 * perToken * (128 + 8192 + 16),
    );
  });
});

describe('estimateVram', () => {
  it('adds up the parts on each GPU', () => {
    const { parts, perGpu, contextTokens } = estimateVram(llama, {
      tensorParallelSize: 1,
    })!;
    expect(contextTokens).toBe(131072);
    expect(parts.weights).toEqual({
      bytes: 16_060_522_496,
      certainty: 'exact',
    });
    expect(parts.kvCache).toEqual({
      bytes: 16 * GI + 2 ** 21,
      certainty: 'exact',
    });
    expect(perGpu.certainty).toBe('estimated');
    expect(perGpu.bytes / GI).toBeGreaterThan(32);
    expect(perGpu.bytes / GI).toBeLessThan(34);
  });

  it('splits weights and cache between GPUs', () => {
    const { parts } = estimateVram(llama, { tensorParallelSize: 4 })!;
    expect(parts.weights.bytes).toBe(16_060_522_496 / 4);
    expect(parts.kvCache.bytes).toBe((16 * GI + 2 ** 21) / 4);
    expect(parts.runtime.bytes).toBe(2 * GI);
  });

  it('only guesses without the architecture', () => {
    expect(
      estimateVram(
        { id: 'acme/secret-7B' },
        { tensorParallelSize: 1, contextTokens: 4096 },
      )!.perGpu,
    ).toEqual({ bytes: 14e9 * 1.2 + 2 * GI, certainty: 'guessed' });
    expect(
      estimateVram({ id: 'acme/secret' }, { tensorParallelSize: 1 }),
    ).toBeUndefined();
  });
});

describe('findLargestContext', () => {
  const l4 = {
    gpuMemoryBytes: 23034 * 2 ** 20,
    utilization: 0.9,
    tensorParallelSize: 1,
  };

  it('is the longest which fits', () => {
    const { tokens } = findLargestContext(llama, l4)!;
    const needOf = (contextTokens: number) =>
      estimateVram(llama, { tensorParallelSize: 1, contextTokens })!.perGpu
        .bytes;
    const budget = l4.gpuMemoryBytes * l4.utilization;
    expect(needOf(tokens)).toBeLessThanOrEqual(budget);
    expect(needOf(tokens + 16)).toBeGreaterThan(budget);
    expect(tokens % 16).toBe(0);
    expect(tokens).toBeGreaterThan(15_000);
    expect(tokens).toBeLessThan(40_000);
  });

  it("is the model's own maximum where that fits", () => {
    const h100 = { ...l4, gpuMemoryBytes: 81559 * 2 ** 20 };
    expect(findLargestContext(llama, h100)).toEqual({
      tokens: 131072,
      certainty: 'estimated',
    });
  });

  it('is nothing where not even the weights fit', () => {
    const t4 = { ...l4, gpuMemoryBytes: 15360 * 2 ** 20 };
    expect(findLargestContext(llama, t4)?.tokens).toBe(0);
  });

  it('is not known without the architecture', () => {
    expect(findLargestContext({ id: 'acme/secret-7B' }, l4)).toBeUndefined();
  });
});

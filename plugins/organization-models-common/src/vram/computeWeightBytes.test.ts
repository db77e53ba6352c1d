import { configs } from './__fixtures__/configs';
import { computeWeightBytes } from './computeWeightBytes';
import { parseArchitecture } from './parseArchitecture';

function architectureOf(id: keyof typeof configs) {
  return parseArchitecture(configs[id]);
}

describe('computeWeightBytes', () => {
  it.each<[keyof typeof configs, number]>([
    ['meta-llama/Llama-3.1-8B-Instruct', 8_030_261_248],
    ['Qwen/Qwen2.5-7B-Instruct', 7_615_616_512],
    ['mistralai/Mixtral-8x7B-Instruct-v0.1', 46_702_792_704],
    ['mistralai/Mistral-7B-v0.1', 7_241_732_096],
    ['google/gemma-2-9b-it', 9_241_705_984],
    ['google/gemma-3-27b-it', 27_009_346_304],
  ])('computes the parameters of %s to a thousandth', (id, parameters) => {
    const weights = computeWeightBytes({ architecture: architectureOf(id) })!;
    expect(weights.certainty).toBe('estimated');
    expect(Math.abs(weights.bytes / 2 / parameters - 1)).toBeLessThan(0.001);
  });

  it.each<[keyof typeof configs, number]>([
    // linear layers of one byte, the vocabulary of two
    ['Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8', 31.2e9],
    ['deepseek-ai/DeepSeek-V3', 672.9e9],
    ['Qwen/Qwen2.5-72B-Instruct-AWQ', 41.6e9],
    ['openai/gpt-oss-20b', 13.8e9],
  ])('computes the bytes of quantized %s to a tenth', (id, bytes) => {
    const weights = computeWeightBytes({ architecture: architectureOf(id) })!;
    expect(Math.abs(weights.bytes / bytes - 1)).toBeLessThan(0.1);
  });

  it('counts what the repository says, by dtype', () => {
    const parameters = { BF16: 1000, F8_E4M3: 1000, F32: 10, I32: 5, U8: 3 };
    expect(computeWeightBytes({ weights: { parameters } })).toEqual({
      bytes: 2000 + 1000 + 40 + 20 + 3,
      certainty: 'exact',
    });
  });

  it('loads parameters that are not quantized in half precision', () => {
    const architecture = architectureOf('BAAI/bge-m3');
    const weights = { parameters: { F32: 1000 } };
    expect(computeWeightBytes({ architecture, weights })?.bytes).toBe(2000);
    const quantized = architectureOf('deepseek-ai/DeepSeek-V3');
    expect(
      computeWeightBytes({ architecture: quantized, weights })?.bytes,
    ).toBe(4000);
  });

  it('takes the sum where that is all there is', () => {
    expect(computeWeightBytes({ weights: { totalBytes: 7 } })).toEqual({
      bytes: 7,
      certainty: 'exact',
    });
  });

  it.each([
    ['Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8', 30e9],
    ['mistralai/Mixtral-8x7B-Instruct-v0.1', 112e9],
    ['meta-llama/Llama-3.1-8B-Instruct', 16e9],
    ['Qwen/Qwen2.5-0.5B', 1e9],
    ['TheBloke/Llama-2-70B-AWQ', 38.5e9],
    ['HuggingFaceTB/SmolLM2-135M', 270e6],
  ])('guesses from the name %s', (id, bytes) => {
    const guess = computeWeightBytes({ id })!;
    expect(guess.certainty).toBe('guessed');
    expect(guess.bytes).toBeCloseTo(bytes, -3);
  });

  it.each(['openai/gpt-oss', 'BAAI/bge-m3', 'a/b4b'])(
    'knows nothing of %s',
    id => {
      expect(computeWeightBytes({ id })).toBeUndefined();
    },
  );
});

import { configs } from './__fixtures__/configs';
import { isValidTensorParallelSize } from './isValidTensorParallelSize';
import { parseArchitecture } from './parseArchitecture';

const SIZES = [1, 2, 3, 4, 6, 8, 16, 32, 64];

describe('isValidTensorParallelSize', () => {
  it.each<[keyof typeof configs, number[]]>([
    ['meta-llama/Llama-3.1-8B-Instruct', [1, 2, 4, 8, 16, 32]],
    ['Qwen/Qwen2.5-7B-Instruct', [1, 2, 4]],
    // blocks of 128 in experts 768 wide: not by four
    ['Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8', [1, 2]],
    ['deepseek-ai/DeepSeek-V3', [1, 2, 4, 8, 16]],
    ['Qwen/Qwen2.5-72B-Instruct-AWQ', [1, 2, 4, 8]],
    ['openai/gpt-oss-20b', [1, 2, 4, 8, 16, 32, 64]],
  ])('of %s', (id, expected) => {
    const architecture = parseArchitecture(configs[id])!;
    expect(
      SIZES.filter(size => isValidTensorParallelSize(architecture, size)),
    ).toEqual(expected);
  });
});

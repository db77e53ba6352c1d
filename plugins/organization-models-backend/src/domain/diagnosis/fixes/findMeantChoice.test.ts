import { findMeantChoice } from './findMeantChoice';

const DTYPES = ['auto', 'half', 'float16', 'bfloat16', 'float', 'float32'];
const KV_CACHES = ['auto', 'bfloat16', 'fp8', 'fp8_e4m3', 'fp8_e5m2'];
const QUANTIZATIONS = [
  'awq',
  'gptq',
  'gptq_marlin_24',
  'fp8',
  'mxfp4',
  'w4a16',
];
const PARSERS = ['deepseek_v3', 'deepseek_v32', 'glm45', 'glm47', 'qwen3'];

describe('findMeantChoice', () => {
  it.each<[string, string, string[], string]>([
    ['letters in the wrong order', 'flaot16', DTYPES, 'float16'],
    ['a letter too few', 'bfloa16', DTYPES, 'bfloat16'],
    ['a letter too many', 'haalf', DTYPES, 'half'],
    ['capitals', 'BFloat16', DTYPES, 'bfloat16'],
    ['a dash', 'fp8-e4m3', KV_CACHES, 'fp8_e4m3'],
    ['bits in the wrong order', 'bfloat61', DTYPES, 'bfloat16'],
    ['bits that two kinds have', 'float61', DTYPES, 'float16'],
    ['bits of another number', 'float23', DTYPES, 'float32'],
    ['bits, and capitals', 'BFLOAT61', KV_CACHES, 'bfloat16'],
    ['a parser', 'deepsek_v3', PARSERS, 'deepseek_v3'],
  ])('reads %s', (_, value, choices, meant) => {
    expect(findMeantChoice(value, choices)).toBe(meant);
  });

  it.each<[string, string, string[]]>([
    ['fewer bits', 'float8', DTYPES],
    ['bits of which there is no such kind', 'int61', DTYPES],
    ['other bits', 'float24', DTYPES],
    ['one of two that are as near', 'xfloat16', ['afloat16', 'bfloat16']],
    ['a format of other digits', 'fp8_e4m3', ['auto', 'fp8_e5m2']],
    ['a format with its digits in another order', 'fp8_e3m4', KV_CACHES],
    ['a sparsity', 'gptq_marlin_42', QUANTIZATIONS],
    ['how weights are packed', 'w4a61', QUANTIZATIONS],
    ['a later version', 'glm54', PARSERS],
    ['a version that may be one', 'deepseek_v23', PARSERS],
    ['a mere number', '61', ['8', '16', '32']],
    ['something else', 'bogus', PARSERS],
  ])('does not guess %s', (_, value, choices) => {
    expect(findMeantChoice(value, choices)).toBeUndefined();
  });
});

import { parseModelSpec } from '@orgmodels/backstage-plugin-organization-models-common';
import { suggestName } from './suggestName';

describe('suggestName', () => {
  it.each([
    ['Qwen/Qwen3-8B', 'qwen3-8b'],
    ['meta-llama/Llama-3.1-8B-Instruct', 'llama-3-1-8b-instruct'],
    ['gpt2', 'gpt2'],
    ['01-ai/01_Yi', 'yi'],
    ['a/Trailing-_', 'trailing'],
    [
      'Qwen/Qwen3-Coder-480B-A35B-Instruct-FP8-abcdefghi',
      'qwen3-coder-480b-a35b-instruct-fp8-abcde',
    ],
  ])('makes a valid name of %s', (id, name) => {
    expect(suggestName(id)).toBe(name);
    expect(
      parseModelSpec({ huggingface_id: id, name, model_type: 'chat' }).outcome,
    ).toBe('valid');
  });

  it('cuts a long name without leaving a dash at its end', () => {
    expect(suggestName(`x/${'a'.repeat(39)}-b`)).toBe('a'.repeat(39));
  });

  it('has nothing to suggest for an empty id', () => {
    expect(suggestName('')).toBe('');
  });
});

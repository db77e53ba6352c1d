import { configs } from './__fixtures__/configs';
import { parseArchitecture } from './parseArchitecture';

describe('parseArchitecture', () => {
  it('reads a plain decoder', () => {
    expect(
      parseArchitecture(configs['meta-llama/Llama-3.1-8B-Instruct']),
    ).toEqual({
      modelType: 'llama',
      layers: 32,
      hiddenSize: 4096,
      attentionHeads: 32,
      keyValueHeads: 8,
      headDim: 128,
      vocabSize: 128256,
      intermediateSize: 14336,
      tiedEmbeddings: false,
      attention: { full: 32 },
      latent: undefined,
      experts: undefined,
      maxContext: 131072,
      parameterBytes: 2,
      quantization: undefined,
    });
  });

  it('fills in what a family leaves out, and looks into nested parts', () => {
    expect(parseArchitecture(configs['google/gemma-3-27b-it'])).toMatchObject({
      modelType: 'gemma3_text',
      vocabSize: 262208,
      tiedEmbeddings: true,
      maxContext: 131072,
      attention: { full: 10, sliding: { layers: 52, windowTokens: 1024 } },
    });
    const { text_config: text } = configs['google/gemma-3-27b-it'];
    const thinker = { thinker_config: { text_config: text } };
    expect(parseArchitecture(thinker)?.layers).toBe(62);
  });

  it.each<[keyof typeof configs, object]>([
    ['Qwen/Qwen2.5-7B-Instruct', { full: 28 }],
    ['Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8', { full: 48 }],
    [
      'mistralai/Mistral-7B-v0.1',
      { full: 0, sliding: { layers: 32, windowTokens: 4096 } },
    ],
    [
      'google/gemma-2-9b-it',
      { full: 21, sliding: { layers: 21, windowTokens: 4096 } },
    ],
    [
      'openai/gpt-oss-20b',
      { full: 12, sliding: { layers: 12, windowTokens: 128 } },
    ],
    ['Qwen/Qwen3-Next-80B-A3B-Instruct', { full: 12 }],
    ['deepseek-ai/DeepSeek-V3', { full: 61 }],
    ['BAAI/bge-m3', { full: 0 }],
  ])('sorts the layers of %s', (id, attention) => {
    expect(parseArchitecture(configs[id])?.attention).toEqual(attention);
  });

  it.each<[keyof typeof configs, number]>([
    ['deepseek-ai/DeepSeek-V3', 163840],
    ['openai/gpt-oss-20b', 131072],
    ['meta-llama/Llama-3.1-8B-Instruct', 131072],
    ['google/gemma-3-27b-it', 131072],
    ['BAAI/bge-m3', 8194],
  ])('knows the context of %s', (id, tokens) => {
    expect(parseArchitecture(configs[id])?.maxContext).toBe(tokens);
  });

  it.each<[keyof typeof configs, object]>([
    [
      'Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8',
      { method: 'fp8', bits: 8, blockSize: 128 },
    ],
    ['openai/gpt-oss-20b', { method: 'mxfp4', bits: 4 }],
    [
      'Qwen/Qwen2.5-72B-Instruct-AWQ',
      { method: 'awq', bits: 4, blockSize: 128 },
    ],
  ])('knows the quantization of %s', (id, quantization) => {
    expect(parseArchitecture(configs[id])?.quantization).toEqual(quantization);
  });

  it('reads the scheme of compressed tensors', () => {
    expect(
      parseArchitecture({
        ...configs['meta-llama/Llama-3.1-8B-Instruct'],
        quantization_config: {
          quant_method: 'compressed-tensors',
          config_groups: {
            group_0: { weights: { num_bits: 4, group_size: 128, type: 'int' } },
          },
        },
      })?.quantization,
    ).toEqual({ method: 'compressed-tensors', bits: 4, blockSize: 128 });
  });

  it.each([
    [undefined],
    [null],
    ['text'],
    [[]],
    [{}],
    [{ model_type: 'whisper', d_model: 1280 }],
    [{ num_hidden_layers: '32', hidden_size: -1 }],
    [{ num_hidden_layers: 1e300, hidden_size: 2, num_attention_heads: NaN }],
  ])('does not understand %p', config => {
    expect(parseArchitecture(config)).toBeUndefined();
  });
});

import { findUnservable } from './findUnservable';

const filesOf = (paths: string[]) => paths.map(path => ({ path, bytes: 1 }));

describe('findUnservable', () => {
  // listings as repositories of the hub have them
  it.each<[string, string[], unknown, string | undefined]>([
    [
      'a LoRA (unsloth, PEFT)',
      ['adapter_config.json', 'adapter_model.safetensors', 'tokenizer.json'],
      undefined,
      'adapter',
    ],
    [
      'an adapter of a trainer, with what training leaves behind',
      ['adapter_config.json', 'adapter_model.bin', 'training_args.bin'],
      undefined,
      'adapter',
    ],
    [
      'a model with adapters in folders (jina-embeddings-v4)',
      ['config.json', 'model.safetensors', 'adapters/adapter_config.json'],
      {},
      undefined,
    ],
    [
      'a merged model beside its adapter',
      ['config.json', 'model.safetensors', 'adapter_config.json'],
      {},
      undefined,
    ],
    [
      'FLUX, whose root has a file for another program',
      ['model_index.json', 'transformer/x.safetensors', 'vae/x.safetensors'],
      undefined,
      'pipeline',
    ],
    [
      'bartowski’s and unsloth’s quantizations',
      ['config.json', 'x-Q4_K_M.gguf', 'BF16/x-00001-of-00002.gguf'],
      {},
      'gguf',
    ],
    [
      'GGUF beside safetensors',
      ['config.json', 'model.safetensors', 'x-q8_0.gguf'],
      {},
      undefined,
    ],
    ['onnx-community', ['config.json', 'onnx/model_q4.onnx'], {}, 'onnx'],
    [
      'mlx-community',
      ['config.json', 'model.safetensors'],
      {
        quantization: { group_size: 64, bits: 4, mode: 'affine' },
        quantization_config: { group_size: 64, bits: 4 },
      },
      'mlx',
    ],
    [
      'ModelOpt, which has its own name for it',
      ['config.json', 'model.safetensors'],
      { quantization_config: { quant_method: 'modelopt', group_size: 16 } },
      undefined,
    ],
    [
      'Mistral’s own layout',
      ['params.json', 'consolidated.safetensors'],
      undefined,
      undefined,
    ],
    ['what tells nothing', [], undefined, undefined],
  ])('of %s', (_, paths, config, form) => {
    expect(findUnservable(filesOf(paths), config)).toBe(form);
  });
});

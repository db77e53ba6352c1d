import { sumWeightFiles, type HubFile } from './sumWeightFiles';

function files(bytes: Record<string, number>): HubFile[] {
  return Object.entries(bytes).map(([path, size]) => ({ path, bytes: size }));
}

describe('sumWeightFiles', () => {
  it.each<[string, Record<string, number>, number]>([
    [
      'the shards, and not what stands beside them',
      {
        'model-00001-of-00002.safetensors': 40,
        'model-00002-of-00002.safetensors': 2,
        'model.safetensors.index.json': 500,
        'tokenizer.json': 900,
      },
      42,
    ],
    [
      'safetensors at the root, not the original layout (gpt-oss)',
      {
        'model-00000-of-00002.safetensors': 4,
        'model-00001-of-00002.safetensors': 4,
        'original/model.safetensors': 8,
        'metal/model.bin': 8,
      },
      8,
    ],
    [
      'not the layout of the maker (Mistral, Llama)',
      {
        'model-00001-of-00001.safetensors': 7,
        'consolidated.safetensors': 7,
        'consolidated.00.pth': 7,
        'original/consolidated.00.pth': 7,
      },
      7,
    ],
    [
      'the layout of the maker where it is all',
      { 'consolidated.safetensors': 7 },
      7,
    ],
    [
      'safetensors before other formats (all-MiniLM, bge)',
      {
        'model.safetensors': 9,
        'pytorch_model.bin': 10,
        'tf_model.h5': 11,
        'onnx/model.onnx': 12,
        'flax_model.msgpack': 13,
        'rust_model.ot': 14,
      },
      9,
    ],
    [
      'PyTorch files without what training left',
      {
        'pytorch_model-00001-of-00002.bin': 5,
        'pytorch_model-00002-of-00002.bin': 6,
        'training_args.bin': 100,
        'optimizer.bin': 100,
      },
      11,
    ],
    [
      'the usual precision',
      { 'model.safetensors': 8, 'model.fp16.safetensors': 4 },
      8,
    ],
    [
      'shards beside a file of everything',
      {
        'model.safetensors': 8,
        'model-00001-of-00002.safetensors': 4,
        'model-00002-of-00002.safetensors': 4,
      },
      8,
    ],
    [
      'the whole set beside leftovers of another',
      {
        'model-00001-of-00002.safetensors': 4,
        'model-00002-of-00002.safetensors': 4,
        'model-00003-of-00005.safetensors': 2,
      },
      8,
    ],
    [
      'no adapter',
      { 'model.safetensors': 8, 'adapter_model.safetensors': 1 },
      8,
    ],
    [
      'safetensors before GGUF',
      { 'model.safetensors': 8, 'model-Q4_K_M.gguf': 2 },
      8,
    ],
    ['the only GGUF', { 'model-Q4_K_M.gguf': 2, 'README.md': 1 }, 2],
    [
      'a GGUF in pieces',
      { 'm-Q8_0-00001-of-00002.gguf': 2, 'm-Q8_0-00002-of-00002.gguf': 3 },
      5,
    ],
  ])('takes %s', (_, listing, bytes) => {
    expect(sumWeightFiles(files(listing))).toBe(bytes);
  });

  it.each<[string, Record<string, number>]>([
    ['nothing', {}],
    ['no weights', { 'README.md': 1, 'unet/model.safetensors': 5 }],
    ['many GGUF', { 'm-Q4_K_M.gguf': 2, 'm-Q8_0.gguf': 4 }],
    [
      'two whole sets',
      {
        'model-00001-of-00001.safetensors': 2,
        'model-00001-of-00002.safetensors': 1,
        'model-00002-of-00002.safetensors': 1,
      },
    ],
  ])('cannot tell of %s', (_, listing) => {
    expect(sumWeightFiles(files(listing))).toBeUndefined();
  });
});

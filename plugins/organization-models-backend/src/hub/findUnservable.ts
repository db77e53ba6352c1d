import type { HubFile } from './sumWeightFiles';

/**
 * What a repository holds in place of a model that engines load by its id:
 * what is laid over another model, a chain of models that make pictures, or
 * weights of other programs.
 */
export type UnservableForm = 'adapter' | 'pipeline' | 'gguf' | 'onnx' | 'mlx';

const LOADED = /\.(safetensors|bin|pt|pth)$/;
const ADAPTER = /^adapter_model\b/;
const OF_TRAINING = /^(training_args|optimizer|scheduler|scaler|rng_state)\b/;

/** @returns `undefined` where nothing speaks against a model */
export function findUnservable(
  files: HubFile[],
  config: unknown,
): UnservableForm | undefined {
  const paths = files.map(({ path }) => path);
  const isLoaded = paths.some(
    path =>
      !path.includes('/') &&
      LOADED.test(path) &&
      !ADAPTER.test(path) &&
      !OF_TRAINING.test(path),
  );
  if (isLoaded) {
    return isMlx(config) ? 'mlx' : undefined;
  }
  if (paths.includes('adapter_config.json')) {
    return 'adapter';
  }
  if (paths.includes('model_index.json') && config === undefined) {
    return 'pipeline';
  }
  if (paths.some(path => /\.gguf$/i.test(path))) {
    return 'gguf';
  }
  return paths.some(path => /\.onnx$/.test(path)) ? 'onnx' : undefined;
}

// Apple's: groups and bits without a method, twice in newer files
function isMlx(config: unknown): boolean {
  const { quantization } = (config ?? {}) as { quantization?: unknown };
  const keys = Object.keys((quantization ?? {}) as object);
  return (
    keys.includes('group_size') &&
    keys.includes('bits') &&
    !keys.includes('quant_method')
  );
}

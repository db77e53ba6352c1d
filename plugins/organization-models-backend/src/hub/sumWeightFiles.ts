/** A file of a repository. */
export type HubFile = {
  /** From the root of the repository. */
  path: string;
  bytes: number;
};

/**
 * Bytes of the files that an engine loads. Repositories hold the same weights
 * in several formats, precisions and folders, of which it takes one.
 *
 * @returns `undefined` where that cannot be told: no weights, or several sets
 * of the same format
 * @remarks Source: vllm/model_executor/model_loader, the order of formats and
 * what is left out. GGUF is loaded by the name of one file only.
 */
export function sumWeightFiles(files: HubFile[]): number | undefined {
  const loaded = selectWeightFiles(files);
  return loaded && loaded.reduce((sum, { bytes }) => sum + bytes, 0);
}

const FORMATS = [/\.safetensors$/, /\.bin$/, /\.pt$/];
/** What training leaves behind, and what is added to a model. */
const OTHERS =
  /^(training_args|optimizer|scheduler|scaler|rng_state|adapter_model|tokenizer)\b/;

function selectWeightFiles(files: HubFile[]): HubFile[] | undefined {
  const atRoot = files.filter(({ path }) => !path.includes('/'));
  const weights = atRoot.filter(({ path }) => !OTHERS.test(path));
  for (const format of FORMATS) {
    const ofFormat = weights.filter(({ path }) => format.test(path));
    if (ofFormat.length > 0) {
      return chooseSet(ofFormat);
    }
  }
  const gguf = weights.filter(({ path }) => /\.gguf$/i.test(path));
  return gguf.length > 0 ? chooseSet(gguf) : undefined;
}

function chooseSet(files: HubFile[]): HubFile[] | undefined {
  const sets = [...toSets(files)];
  const wanted = sets.filter(([name]) => !isDuplicate(name));
  const left = wanted.length > 0 ? wanted : sets;
  const whole = left.filter(([, set]) => isWhole(set));
  const [first, ...others] = whole.length > 0 ? whole : left;
  const named = others.length > 0 ? findUsual(whole) : first;
  return named?.[1];
}

function toSets(files: HubFile[]): Map<string, HubFile[]> {
  const sets = new Map<string, HubFile[]>();
  for (const file of files) {
    const name = nameOfSet(file.path);
    sets.set(name, [...(sets.get(name) ?? []), file]);
  }
  return sets;
}

// model-00001-of-00004.safetensors: all shards of a set have one name
function nameOfSet(path: string): string {
  return path.replace(/\d{5,6}(?=-of-)/, '');
}

// the same weights in Mistral's own layout, or in another precision
function isDuplicate(name: string): boolean {
  return (
    /^consolidated/.test(name) || /\.(fp16|bf16|fp32|int8|non_ema)\b/.test(name)
  );
}

function isWhole(set: HubFile[]): boolean {
  const count = /-of-(\d+)/.exec(set[0].path)?.[1];
  return count === undefined || set.length === Number(count);
}

// shards win over one file beside them, as their index names them
function findUsual(
  sets: [string, HubFile[]][],
): [string, HubFile[]] | undefined {
  const usual = sets.filter(([name]) =>
    /^(model|pytorch_model)([.-]|$)/.test(name),
  );
  const sharded = usual.filter(([name]) => name.includes('-of-'));
  if (sharded.length === 1) {
    return sharded[0];
  }
  return usual.length === 1 ? usual[0] : undefined;
}

/*
 * A stand-in of the hub's answers about one model.
 */
import { createHash } from 'node:crypto';
import { HubModel } from './hubModels';

/** Bytes of one element. */
const BYTES: Readonly<Record<string, number>> = {
  F32: 4,
  I32: 4,
  BF16: 2,
  F16: 2,
  F8_E4M3: 1,
  U8: 1,
};

/** Weight files are cut at this size, in bytes. */
const SHARD = 5_000_000_000;

export interface HubFile {
  readonly rfilename: string;
  /** Bytes. */
  readonly size: number;
}

/** The commit that `main` points to. */
export function commitOf({ id }: HubModel): string {
  return createHash('sha1').update(id).digest('hex');
}

/** Bytes of all weights. */
export function weightBytes(model: HubModel): number {
  const { parameters, otherWeights } = model;
  if (model.weightBytes !== undefined) {
    return model.weightBytes;
  }
  return parameters
    ? Object.entries(parameters).reduce(
        (sum, [type, count]) => sum + count * (BYTES[type] ?? 2),
        0,
      )
    : Object.values(otherWeights ?? {}).reduce((sum, size) => sum + size, 0);
}

/** What the repository holds. */
export function listFiles(model: HubModel): HubFile[] {
  if (model.files) {
    return Object.entries(model.files).map(([rfilename, size]) => ({
      rfilename,
      size,
    }));
  }
  const small = [
    { rfilename: '.gitattributes', size: 1_570 },
    { rfilename: 'README.md', size: 16_660 },
    { rfilename: 'config.json', size: JSON.stringify(model.config).length },
    { rfilename: 'generation_config.json', size: 239 },
    { rfilename: 'tokenizer.json', size: 11_422_654 },
    { rfilename: 'tokenizer_config.json', size: 9_732 },
  ];
  const others = Object.entries(model.otherWeights ?? {}).map(
    ([rfilename, size]) => ({ rfilename, size }),
  );
  return [...small, ...safetensors(model), ...others];
}

function safetensors(model: HubModel): HubFile[] {
  if (!model.parameters) {
    return [];
  }
  const total = weightBytes(model);
  const count = Math.ceil(total / SHARD);
  if (count === 1) {
    return [{ rfilename: 'model.safetensors', size: total }];
  }
  const pad = (index: number) => `${index}`.padStart(5, '0');
  const shards = Array.from({ length: count }, (_, index) => ({
    rfilename: `model-${pad(index + 1)}-of-${pad(count)}.safetensors`,
    size: Math.min(SHARD, total - index * SHARD),
  }));
  return [
    ...shards,
    { rfilename: 'model.safetensors.index.json', size: 32_878 },
  ];
}

/** `GET /api/models/{id}`: everything, or the expanded keys alone beside the id. */
export function describeModel(
  model: HubModel,
  { expand, blobs }: { expand: readonly string[]; blobs: boolean },
): Record<string, unknown> {
  const { id, gated = false, pipelineTag, libraryName, config } = model;
  const { architectures, model_type, quantization_config } = config;
  const all: Record<string, unknown> = {
    author: id.split('/')[0],
    config: {
      architectures,
      model_type,
      ...(quantization_config !== undefined && { quantization_config }),
    },
    disabled: false,
    gated,
    library_name: libraryName,
    lastModified: '2025-01-01T00:00:00.000Z',
    pipeline_tag: pipelineTag,
    private: false,
    safetensors: toSafetensors(model),
    sha: commitOf(model),
    siblings: listFiles(model).map(({ rfilename, size }) =>
      blobs ? { rfilename, size } : { rfilename },
    ),
    tags: [libraryName, pipelineTag],
    transformersInfo: {
      auto_model: 'AutoModelForCausalLM',
      pipeline_tag: pipelineTag,
    },
  };
  const keys = expand.length ? expand : Object.keys(all);
  const told = keys
    .filter(key => all[key] !== undefined)
    .map(key => [key, all[key]]);
  return {
    _id: commitOf(model).slice(0, 24),
    id,
    modelId: id,
    ...Object.fromEntries(told),
  };
}

function toSafetensors({ parameters }: HubModel) {
  return (
    parameters && {
      parameters,
      total: Object.values(parameters).reduce((sum, count) => sum + count, 0),
    }
  );
}

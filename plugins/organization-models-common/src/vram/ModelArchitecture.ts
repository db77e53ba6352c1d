/**
 * What of a language model decides how much GPU memory it takes.
 *
 * @remarks Read from `config.json` by {@link parseArchitecture}.
 * @public
 */
export type ModelArchitecture = {
  /** `model_type` of the part that generates text, for instance `qwen3`. */
  modelType: string;
  layers: number;
  hiddenSize: number;
  attentionHeads: number;
  keyValueHeads: number;
  headDim: number;
  /** Size of a value, where it is not that of a key. */
  valueHeadDim?: number;
  /** Queries have a gate of their own width. */
  gatedAttention?: boolean;
  /** Key-value heads of each layer with attention, where they differ. */
  keyValueHeadsByLayer?: number[];
  vocabSize: number;
  /** Width of a dense feed-forward block. */
  intermediateSize: number;
  /** Blocks of two matrices, where most families have a third one as a gate. */
  ungated?: boolean;
  tiedEmbeddings: boolean;
  /** Where keys and values are kept for a token. */
  attention: AttentionLayers;
  /** Latent attention (DeepSeek), which keeps one small vector per token. */
  latent?: LatentAttention;
  experts?: Experts;
  /** What stands in place of attention in the layers that keep nothing. */
  mixers?: Mixers;
  /** Layers with a dense feed-forward block, where not all without experts. */
  denseLayers?: number;
  /** Parameters of what sees. */
  visionParameters?: number;
  /** Width of the words of which every layer has its own (Gemma 3n, Gemma 4 E). */
  layerEmbeddingSize?: number;
  /** Tokens; what the engine takes unless it is told a length. */
  maxContext?: number;
  /** Bytes of a parameter that is not quantized, as the engine loads it. */
  parameterBytes: number;
  /** Bytes of such a parameter in the repository's files, where more. */
  storedBytes?: number;
  quantization?: Quantization;
};

/**
 * How many layers keep keys and values; layers in neither number (state space,
 * linear attention, encoders) keep none that grows with the context.
 *
 * @public
 */
export type AttentionLayers = {
  full: number;
  sliding?: SlidingLayers;
  /**
   * Bytes which a token takes besides on every GPU, in all layers together: of
   * states that stand for several tokens, and of what sparse attention chooses
   * by.
   */
  otherBytesPerToken?: number;
};

/**
 * Layers which look back no further than a window.
 *
 * @public
 */
export type SlidingLayers = {
  layers: number;
  windowTokens: number;
  /** Where these layers have others than the rest. */
  keyValueHeads?: number;
  headDim?: number;
  valueHeadDim?: number;
};

/** @public */
export type Mixers = { layers: number; parametersPerLayer: number };

/** @public */
export type LatentAttention = {
  kvLoraRank: number;
  qkRopeHeadDim: number;
  qkNopeHeadDim: number;
  vHeadDim: number;
  qLoraRank?: number;
};

/** @public */
export type Experts = {
  count: number;
  /** Width of one expert. */
  intermediateSize: number;
  /** Width of what they are given, where it is narrower than a layer's. */
  latentSize?: number;
  /** Width of the experts that see every token, together. */
  sharedIntermediateSize: number;
  /** Layers which have experts; the others are dense. */
  layers: number;
};

/** @public */
export type Quantization = {
  /** For instance `fp8`, `awq`, `gptq`. */
  method: string;
  /** Bits of a quantized parameter. */
  bits: number;
  /**
   * Neighbouring parameters which share a scale, where they do: a tensor can
   * be split between GPUs only at multiples of it.
   */
  blockSize?: number;
};

/**
 * What the repository says of the weights.
 *
 * @public
 */
export type ModelWeights = {
  /**
   * Parameters by the dtype of safetensors, for instance `BF16`. Of packed
   * weights some hubs count what they stand for, and others what they are.
   */
  parameters?: Record<string, number>;
  /** Bytes of the files that an engine loads. */
  totalBytes?: number;
};

/**
 * How sure a figure is. `exact`: counted; `estimated`: computed from what is
 * known of the architecture; `guessed`: from a name or a rule of thumb.
 * Nothing may be refused on a guess.
 *
 * @public
 */
export type Certainty = 'exact' | 'estimated' | 'guessed';

/**
 * Bytes, and how sure they are.
 *
 * @public
 */
export type MemoryFigure = { bytes: number; certainty: Certainty };

const ORDER: Certainty[] = ['exact', 'estimated', 'guessed'];

/** A sum is as sure as its least sure part. */
export function leastCertain(...certainties: Certainty[]): Certainty {
  return ORDER[Math.max(...certainties.map(one => ORDER.indexOf(one)))];
}

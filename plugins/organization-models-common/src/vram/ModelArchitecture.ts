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
  vocabSize: number;
  /** Width of a dense feed-forward block. */
  intermediateSize: number;
  tiedEmbeddings: boolean;
  /** Where keys and values are kept for a token. */
  attention: AttentionLayers;
  /** Latent attention (DeepSeek), which keeps one small vector per token. */
  latent?: LatentAttention;
  experts?: Experts;
  /** Tokens; what the engine takes unless it is told a length. */
  maxContext?: number;
  /** Bytes of a parameter that is not quantized, as the engine loads it. */
  parameterBytes: number;
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
  sliding?: { layers: number; windowTokens: number };
};

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
  /** Parameters by the dtype of safetensors, for instance `BF16`. */
  parameters?: Record<string, number>;
  /** Bytes of all weight tensors, where only the sum is known. */
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

import type { ModelArchitecture } from './ModelArchitecture';

/**
 * Counts the parameters of the usual decoder: attention, gated feed-forward
 * blocks or experts, norms, and the vocabulary, padded to a multiple of 64.
 */
export function computeArchitectureBytes(
  architecture: ModelArchitecture,
): number {
  const {
    hiddenSize,
    vocabSize,
    tiedEmbeddings,
    visionParameters = 0,
    layerEmbeddingSize = 0,
  } = architecture;
  const { experts, layers, mixers, parameterBytes, quantization } =
    architecture;
  const linear =
    sumAttention(architecture) +
    (mixers ? mixers.layers * mixers.parametersPerLayer : 0) +
    countDenseLayers(architecture) * countDenseParameters(architecture) +
    (experts ? experts.layers * countExpertParameters(architecture) : 0);
  const vocabulary =
    Math.ceil(vocabSize / 64) * 64 * hiddenSize * (tiedEmbeddings ? 1 : 2);
  const ofLayers = vocabSize * layers * layerEmbeddingSize;
  const norms = (2 * layers + 1) * hiddenSize;
  return (
    linear * bytesOfLinear(parameterBytes, quantization) +
    (vocabulary + ofLayers + norms + visionParameters) * parameterBytes
  );
}

/** The part of the weights that are experts of which a token sees some. */
export function computeExpertShare(architecture: ModelArchitecture): number {
  const { experts, hiddenSize, parameterBytes, quantization } = architecture;
  if (!experts) {
    return 0;
  }
  const { count, intermediateSize, latentSize, layers } = experts;
  const parameters =
    layers *
    count *
    matricesOf(architecture) *
    (latentSize ?? hiddenSize) *
    intermediateSize;
  return (
    (parameters * bytesOfLinear(parameterBytes, quantization)) /
    computeArchitectureBytes(architecture)
  );
}

// searched architectures and layers with a window have heads of their own
function sumAttention(architecture: ModelArchitecture): number {
  const { attention, keyValueHeadsByLayer } = architecture;
  if (keyValueHeadsByLayer) {
    return keyValueHeadsByLayer
      .map(keyValueHeads =>
        countAttentionParameters({ ...architecture, keyValueHeads }),
      )
      .reduce((sum, count) => sum + count, 0);
  }
  const { sliding } = attention;
  const all = countAttentionLayers(architecture);
  const windowed = sliding ? Math.min(all, sliding.layers) : 0;
  return (
    (all - windowed) * countAttentionParameters(architecture) +
    windowed * countAttentionParameters({ ...architecture, ...sliding })
  );
}

// layers which use the keys and values of another still ask and answer
function countAttentionLayers(architecture: ModelArchitecture): number {
  const { denseLayers, experts, layers, mixers, attention } = architecture;
  const { full, sliding } = attention;
  if (denseLayers !== undefined && experts === undefined) {
    return full;
  }
  if (denseLayers !== undefined) {
    return full + (sliding?.layers ?? 0);
  }
  return mixers
    ? Math.max(layers - mixers.layers, full + (sliding?.layers ?? 0))
    : layers;
}

function countDenseLayers({
  denseLayers,
  experts,
  layers,
}: ModelArchitecture): number {
  return denseLayers ?? layers - (experts?.layers ?? 0);
}

function countDenseParameters(architecture: ModelArchitecture): number {
  const { hiddenSize, intermediateSize } = architecture;
  return matricesOf(architecture) * hiddenSize * intermediateSize;
}

function matricesOf({ ungated }: ModelArchitecture): number {
  return ungated ? 2 : 3;
}

function countAttentionParameters(
  architecture: Omit<ModelArchitecture, 'layers'>,
): number {
  const { attentionHeads, headDim, hiddenSize, keyValueHeads, latent } =
    architecture;
  const { valueHeadDim = headDim, gatedAttention } = architecture;
  if (!latent) {
    const gate = gatedAttention ? attentionHeads * headDim : 0;
    return (
      hiddenSize *
      ((headDim + valueHeadDim) * (attentionHeads + keyValueHeads) + gate)
    );
  }
  const { kvLoraRank, qkNopeHeadDim, qkRopeHeadDim, qLoraRank, vHeadDim } =
    latent;
  const queryWidth = attentionHeads * (qkNopeHeadDim + qkRopeHeadDim);
  return (
    (qLoraRank
      ? qLoraRank * (hiddenSize + queryWidth)
      : hiddenSize * queryWidth) +
    hiddenSize * (kvLoraRank + qkRopeHeadDim) +
    kvLoraRank * attentionHeads * (qkNopeHeadDim + vHeadDim) +
    attentionHeads * vHeadDim * hiddenSize
  );
}

function countExpertParameters(architecture: ModelArchitecture): number {
  const { experts, hiddenSize } = architecture;
  const { count, intermediateSize, latentSize, sharedIntermediateSize } =
    experts!;
  const matrices = matricesOf(architecture);
  return (
    matrices * (latentSize ?? hiddenSize) * count * intermediateSize +
    matrices * hiddenSize * sharedIntermediateSize +
    hiddenSize * (count + 2 * (latentSize ?? 0))
  );
}

function bytesOfLinear(
  parameterBytes: number,
  quantization: ModelArchitecture['quantization'],
): number {
  if (!quantization) {
    return parameterBytes;
  }
  // a scale of two bytes and a zero point per block
  const perBlock =
    quantization.bits < 8 ? 2.5 / (quantization.blockSize ?? 128) : 0;
  return quantization.bits / 8 + perBlock;
}

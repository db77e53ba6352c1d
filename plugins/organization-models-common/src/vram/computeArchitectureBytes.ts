import type { Experts, ModelArchitecture } from './ModelArchitecture';

/**
 * Counts the parameters of the usual decoder: attention, gated feed-forward
 * blocks or experts, norms, and the vocabulary, padded to a multiple of 64.
 */
export function computeArchitectureBytes(
  architecture: ModelArchitecture,
): number {
  const { layers, hiddenSize, vocabSize, tiedEmbeddings } = architecture;
  const { experts, intermediateSize, parameterBytes, quantization } =
    architecture;
  const linear =
    layers * countAttentionParameters(architecture) +
    (layers - (experts?.layers ?? 0)) * 3 * hiddenSize * intermediateSize +
    (experts ? experts.layers * countExpertParameters(experts, hiddenSize) : 0);
  const vocabulary =
    Math.ceil(vocabSize / 64) * 64 * hiddenSize * (tiedEmbeddings ? 1 : 2);
  const norms = (2 * layers + 1) * hiddenSize;
  return (
    linear * bytesOfLinear(parameterBytes, quantization) +
    (vocabulary + norms) * parameterBytes
  );
}

function countAttentionParameters(architecture: ModelArchitecture): number {
  const { attentionHeads, headDim, hiddenSize, keyValueHeads, latent } =
    architecture;
  if (!latent) {
    return 2 * hiddenSize * headDim * (attentionHeads + keyValueHeads);
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

function countExpertParameters(
  { count, intermediateSize, sharedIntermediateSize }: Experts,
  hiddenSize: number,
): number {
  const width = count * intermediateSize + sharedIntermediateSize;
  return hiddenSize * (3 * width + count);
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

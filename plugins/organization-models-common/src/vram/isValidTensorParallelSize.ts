import type { ModelArchitecture } from './ModelArchitecture';

/**
 * Whether a model can be split evenly between that many GPUs.
 *
 * @remarks A power of two which divides the attention heads; key-value heads
 * are divided or, when there are fewer, repeated; and no block of quantized
 * weights may be cut.
 * @param options - into how many parts experts are cut: as many unless given,
 * one where each GPU has whole ones
 * @public
 */
export function isValidTensorParallelSize(
  architecture: ModelArchitecture,
  size: number,
  { expertParts = size }: { expertParts?: number } = {},
): boolean {
  const { attentionHeads, keyValueHeads, latent } = architecture;
  return (
    isPowerOfTwo(size) &&
    attentionHeads % size === 0 &&
    (Boolean(latent) ||
      keyValueHeads % size === 0 ||
      size % keyValueHeads === 0) &&
    keepsBlocksWhole(architecture, { size, expertParts })
  );
}

/** Whether it is one of 1, 2, 4, 8, … */
export function isPowerOfTwo(size: number): boolean {
  return Number.isInteger(Math.log2(size));
}

function keepsBlocksWhole(
  architecture: ModelArchitecture,
  { size, expertParts }: { size: number; expertParts: number },
) {
  const { experts, intermediateSize, layers, quantization } = architecture;
  const parts = [
    ...(experts ? [experts.intermediateSize / expertParts] : []),
    ...(experts && experts.layers === layers ? [] : [intermediateSize / size]),
  ];
  return parts.every(width => width % (quantization?.blockSize ?? 1) === 0);
}

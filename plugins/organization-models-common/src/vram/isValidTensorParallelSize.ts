import type { ModelArchitecture } from './ModelArchitecture';

/**
 * Whether a model can be split evenly between that many GPUs.
 *
 * @remarks A power of two which divides the attention heads; key-value heads
 * are divided or, when there are fewer, repeated; and no block of quantized
 * weights may be cut.
 * @public
 */
export function isValidTensorParallelSize(
  architecture: ModelArchitecture,
  size: number,
): boolean {
  const { attentionHeads, keyValueHeads, latent } = architecture;
  return (
    isPowerOfTwo(size) &&
    attentionHeads % size === 0 &&
    (Boolean(latent) ||
      keyValueHeads % size === 0 ||
      size % keyValueHeads === 0) &&
    keepsBlocksWhole(architecture, size)
  );
}

/** Whether it is one of 1, 2, 4, 8, … */
export function isPowerOfTwo(size: number): boolean {
  return Number.isInteger(Math.log2(size));
}

function keepsBlocksWhole(architecture: ModelArchitecture, size: number) {
  const { experts, intermediateSize, layers, quantization } = architecture;
  const widths = [
    ...(experts ? [experts.intermediateSize] : []),
    ...(experts && experts.layers === layers ? [] : [intermediateSize]),
  ];
  return widths.every(
    width => (width / size) % (quantization?.blockSize ?? 1) === 0,
  );
}

/**
 * Whether a product is of the type that was asked for: the words of the type,
 * in order and written together or apart, are among the words of the product.
 *
 * @remarks Whole words only: `A10` is not an `A100`, nor `L40` an `L40S`.
 */
export function isGpuType(product: string, type: string): boolean {
  const wanted = wordsOf(type).join('');
  return wanted !== '' && spells(wordsOf(product), wanted);
}

/** `NVIDIA-L4` as `nvidia`, `l4`. */
export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

function spells(words: string[], wanted: string): boolean {
  return (
    wanted === '' ||
    words.some(
      (word, index) =>
        wanted.startsWith(word) &&
        spells(words.slice(index + 1), wanted.slice(word.length)),
    )
  );
}

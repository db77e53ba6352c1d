/** A bucket of a histogram: how many were at most `le`. */
export type Bucket = { le: number; count: number };

/**
 * A quantile of a histogram, as PromQL's `histogram_quantile` has it: linear
 * within a bucket, the highest bound for what lies beyond it.
 *
 * @returns `undefined` when nothing was counted, or the last bucket is missing
 */
export function computeQuantile(
  quantile: number,
  unsorted: Bucket[],
): number | undefined {
  const buckets = [...unsorted].sort((a, b) => a.le - b.le);
  const last = buckets.at(-1);
  if (buckets.length < 2 || last?.le !== Infinity || !(last.count > 0)) {
    return undefined;
  }
  // Scrapes of several pods are not of one moment: counts must not fall
  let highest = 0;
  const rising = buckets.map(({ le, count }) => {
    highest = Math.max(highest, count);
    return { le, count: highest };
  });
  const rank = quantile * last.count;
  const index = rising.findIndex(({ count }) => count >= rank);
  if (index === rising.length - 1) {
    return rising[rising.length - 2].le;
  }
  const { le, count } = rising[index];
  if (index === 0 && le <= 0) {
    return le;
  }
  const below = index === 0 ? { le: 0, count: 0 } : rising[index - 1];
  const share = (rank - below.count) / (count - below.count);
  return below.le + (le - below.le) * share;
}

/** Drivers report up to a tenth less than what is on the box. */
const TOLERANCE = 0.1;

/**
 * The marketed size of a GPU's memory, in bytes: an L4 reports 23,034 MiB and
 * is a GPU of 24Gi, an H100 81,559 MiB and is one of 80Gi.
 *
 * @returns the reported size where no marketed one is near above it
 */
export function toNominalMemory(
  reportedBytes: number,
  sizes: number[],
): number {
  const above = sizes
    .filter(
      size => size >= reportedBytes && reportedBytes >= size * (1 - TOLERANCE),
    )
    .sort((a, b) => a - b);
  return above[0] ?? reportedBytes;
}

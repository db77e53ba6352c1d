/** An image of Docker Hub as a mirror of it has it. */
export function withRegistry(
  image: string,
  registry: string | undefined,
): string {
  return registry ? `${registry}/${image}` : image;
}

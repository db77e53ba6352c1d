/** What a registry says of an image, as it is written there. */
export type ImageDetails = {
  /** Processors there is a build for, as nodes name them. */
  architectures: string[];
  /** Variables which its containers have. */
  environment: Record<string, string>;
  labels: Record<string, string>;
};

/** What an engine's image is built for. */
export type ImageBuild =
  | 'cuda'
  | 'rocm'
  | 'cpu'
  | 'xpu'
  | 'gaudi'
  | 'neuron'
  | 'tpu';

export const IMAGE_BUILDS: readonly ImageBuild[] = [
  'cuda',
  'rocm',
  'cpu',
  'xpu',
  'gaudi',
  'neuron',
  'tpu',
];

/** What is known of an image; what nobody can tell is `undefined`. */
export type ImageFacts = {
  image: string;
  engineVersion?: string;
  build?: ImageBuild;
  /** Version of CUDA it is built with, for instance 12.8. */
  cuda?: number;
  /** Processors it is built for, as nodes name them. */
  architectures?: string[];
};

/** The container that gets the files of a model before its engine starts. */
export const WEIGHTS_CONTAINER = 'weights';

/** Which files are there before the engine starts. */
export type WeightsPlan = {
  repositories: WeightsRepository[];
  /** Nothing else is asked of the hub, so that the engine needs it no more. */
  offline: boolean;
};

export type WeightsRepository = {
  id: string;
  /** Commit, branch or tag. */
  revision?: string;
  /** `mistral`: in Mistral's own layout; `none`: only what is small. */
  weights: 'usual' | 'mistral' | 'adapter' | 'none';
};

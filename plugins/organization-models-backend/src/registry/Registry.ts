import type { ImageDetails } from '../domain/facts/ImageDetails';

/** A registry that may be asked, and how it is reached. */
export type ConfiguredRegistry = {
  /** As in the names of images, for instance `docker.io`. */
  host: string;
  /** Where its API is, without `/v2`; a mirror may stand in its place. */
  url: string;
  username?: string;
  password?: string;
};

/** What asking a registry came to. */
export type RegistryAnswer =
  | { outcome: 'found'; details: ImageDetails }
  /** There is no such image, or whoever asks may not see it. */
  | { outcome: 'missing'; message: string }
  | { outcome: 'unavailable'; message: string }
  /** Nobody is to be asked. */
  | { outcome: 'none' };

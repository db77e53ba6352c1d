import type { KubeConfig } from '@kubernetes/client-node';

/** Says where a cluster is, and by which credentials it is reached. */
export interface KubeConfigSource {
  /**
   * What holds now; the same object as before while it is the same.
   *
   * @throws Error with a reason for users while it cannot be said
   */
  read(): KubeConfig | Promise<KubeConfig>;
  /** Called when the API server did not take the credentials. */
  forget(): void;
}

/** Credentials in files, which are read again when they are not taken. */
export class LoadedKubeConfig implements KubeConfigSource {
  #loaded: KubeConfig | undefined;

  constructor(private readonly load: () => KubeConfig) {}

  read(): KubeConfig {
    this.#loaded ??= this.load();
    return this.#loaded;
  }

  forget(): void {
    this.#loaded = undefined;
  }
}

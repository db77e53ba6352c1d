import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterObjects } from '../cluster/ClusterObjects';

/** A namespace that is there is looked at this often at most, milliseconds. */
const INTERVAL_MS = 10_000;

/**
 * Makes the namespace of a cluster's models before the first of them asks, so
 * that a dry run, which changes nothing, finds it.
 */
export class NamespaceKeeper {
  #next = 0;
  #asking = false;

  constructor(
    private readonly options: {
      objects: ClusterObjects;
      namespace: string;
      logger: LoggerService;
    },
  ) {}

  ensure() {
    if (!this.#asking && performance.now() >= this.#next) {
      this.#asking = true;
      this.#ensure().finally(() => {
        this.#asking = false;
      });
    }
  }

  async #ensure() {
    const { objects, namespace, logger } = this.options;
    try {
      await objects.ensureNamespace(namespace);
    } catch (error) {
      logger.warn(`The namespace ${namespace} cannot be made: ${error}`);
    }
    this.#next = performance.now() + INTERVAL_MS;
  }
}

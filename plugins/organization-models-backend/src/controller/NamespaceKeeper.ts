import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterObjects } from '../cluster/ClusterObjects';
import type { OrganizationNamespaces } from './OrganizationNamespaces';

/** Namespaces that are there are looked at this often at most, milliseconds. */
const INTERVAL_MS = 2_500;

/**
 * Makes the namespace of a cluster's models before the first of them asks, so
 * that a dry run, which changes nothing, finds it; and keeps those of
 * organizations as they should be.
 */
export class NamespaceKeeper {
  #next = 0;
  #asking = false;

  constructor(
    private readonly options: {
      objects: ClusterObjects;
      namespace: string;
      /** Where organizations have namespaces of their own. */
      organizations?: OrganizationNamespaces;
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
    const { objects, namespace, organizations, logger } = this.options;
    try {
      await objects.ensureNamespace(namespace);
    } catch (error) {
      logger.warn(`The namespace ${namespace} cannot be made: ${error}`);
    }
    try {
      await organizations?.keep();
    } catch (error) {
      logger.warn(`The namespaces of organizations cannot be kept: ${error}`);
    }
    this.#next = performance.now() + INTERVAL_MS;
  }
}

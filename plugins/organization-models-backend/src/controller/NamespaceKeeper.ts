import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterObjects } from '../cluster/objects/ClusterObjects';
import type { OrganizationNamespaces } from './OrganizationNamespaces';
import { TroubleLog } from '../cluster/TroubleLog';

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
  readonly #troubles: TroubleLog;

  constructor(
    private readonly options: {
      objects: ClusterObjects;
      namespace: string;
      /** Where organizations have namespaces of their own. */
      organizations?: OrganizationNamespaces;
      logger: LoggerService;
    },
  ) {
    this.#troubles = new TroubleLog(options.logger);
  }

  ensure() {
    if (!this.#asking && performance.now() >= this.#next) {
      this.#asking = true;
      this.#ensure().finally(() => {
        this.#asking = false;
      });
    }
  }

  async #ensure() {
    const { objects, namespace, organizations } = this.options;
    await this.#troubles.watchOver(
      `The namespace ${namespace} cannot be made`,
      () => objects.ensureNamespace(namespace),
    );
    await this.#troubles.watchOver(
      'The namespaces of organizations cannot be kept',
      () => organizations?.keep(),
    );
    this.#next = performance.now() + INTERVAL_MS;
  }
}

import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { CallerOrganizations } from '@orgmodels/backstage-plugin-organization-models-common';
import { LRUCache } from 'lru-cache';
import type { OrganizationModelsService } from './organizationModelsService';

/** How long an answer is used again, and how long that there was none. */
const CACHE_MS = 10_000;
const FAILURE_CACHE_MS = 2_000;
/** Users of whom an answer is kept. */
const MOST_USERS = 10_000;
/** A page of the catalog does not wait longer than that for us, milliseconds. */
const LONGEST_WAIT_MS = 2_000;
const NONE: CallerOrganizations = { organizations: [], reads_all: false };

/**
 * The organizations of users for policies, which are asked many times for one
 * page of the portal. Where they cannot be told, there are none.
 */
export class CallerOrganizationsCache {
  readonly #known: LRUCache<string, Promise<CallerOrganizations>>;

  constructor(
    private readonly options: {
      models: Pick<OrganizationModelsService, 'getOrganizations'>;
      logger: LoggerService;
      /** Milliseconds of a clock that nobody sets. */
      now?(): number;
    },
  ) {
    const { now = () => performance.now() } = options;
    this.#known = new LRUCache({
      max: MOST_USERS,
      ttl: CACHE_MS,
      ttlResolution: 0,
      perf: { now },
    });
  }

  read(credentials: BackstageCredentials): Promise<CallerOrganizations> {
    const { userEntityRef } = credentials.principal as {
      userEntityRef?: string;
    };
    if (!userEntityRef) {
      return Promise.resolve(NONE);
    }
    const known = this.#known.get(userEntityRef);
    if (known) {
      return known;
    }
    const answer = this.#ask(credentials).catch(error => {
      this.#known.set(userEntityRef, answer, { ttl: FAILURE_CACHE_MS });
      if (error.statusCode !== 403) {
        this.options.logger.warn(
          'The catalog shows no models now: the organizations of its reader cannot be told',
          error,
        );
      }
      return NONE;
    });
    this.#known.set(userEntityRef, answer);
    return answer;
  }

  #ask(credentials: BackstageCredentials): Promise<CallerOrganizations> {
    const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
    return this.options.models.getOrganizations({ credentials, signal });
  }
}

import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { CallerOrganizations } from '@orgmodels/backstage-plugin-organization-models-common';
import type { OrganizationModelsService } from './organizationModelsService';

/** How long an answer is used again, and how long that there was none. */
const CACHE_MS = 10_000;
const FAILURE_CACHE_MS = 2_000;
/** A page of the catalog does not wait longer than that for us, milliseconds. */
const LONGEST_WAIT_MS = 2_000;
const NONE: CallerOrganizations = { organizations: [], reads_all: false };

/**
 * The organizations of users for policies, which are asked many times for one
 * page of the portal. Where they cannot be told, there are none.
 */
export class CallerOrganizationsCache {
  readonly #known = new Map<
    string,
    { answer: Promise<CallerOrganizations>; until: number }
  >();

  constructor(
    private readonly options: {
      models: Pick<OrganizationModelsService, 'getOrganizations'>;
      logger: LoggerService;
      /** Milliseconds since 1970. */
      now?(): number;
    },
  ) {}

  read(credentials: BackstageCredentials): Promise<CallerOrganizations> {
    const { userEntityRef } = credentials.principal as {
      userEntityRef?: string;
    };
    if (!userEntityRef) {
      return Promise.resolve(NONE);
    }
    const now = this.options.now?.() ?? Date.now();
    this.#forgetOld(now);
    const known = this.#known.get(userEntityRef);
    if (known) {
      return known.answer;
    }
    const entry = {
      until: now + CACHE_MS,
      answer: this.#ask(credentials).catch(error => {
        entry.until = now + FAILURE_CACHE_MS;
        if (error.statusCode !== 403) {
          this.options.logger.warn(
            'The catalog shows no models now: the organizations of its reader cannot be told',
            error,
          );
        }
        return NONE;
      }),
    };
    this.#known.set(userEntityRef, entry);
    return entry.answer;
  }

  #ask(credentials: BackstageCredentials): Promise<CallerOrganizations> {
    const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
    return this.options.models.getOrganizations({ credentials, signal });
  }

  #forgetOld(now: number) {
    for (const [user, { until }] of this.#known) {
      if (until <= now || until > now + CACHE_MS) {
        this.#known.delete(user);
      }
    }
  }
}

import type {
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  type Entity,
  parseEntityRef,
  RELATION_CHILD_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { OrganizationResolver } from '@orgmodels/backstage-plugin-organization-models-node';

/** Levels of groups walked upwards: ends what cycles and `seen` do not. */
const DEEPEST_LEVEL = 20;
/** How long an answer is used again; a denial is asked again much sooner. */
const CACHE_MS = 60_000;
const DENIAL_CACHE_MS = 5_000;
const FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'spec.type',
  'relations',
];

type CacheEntry = { organizations: Promise<string[]>; until: number };

/**
 * Walks from the groups that own or hold the user upwards to groups of the
 * configured types. A nearer organization stops the walk: what is above it is
 * not the user's. One round trip to the catalog per level.
 */
export class CatalogOrganizationResolver implements OrganizationResolver {
  readonly #cache = new Map<string, CacheEntry>();

  constructor(
    private readonly options: {
      auth: AuthService;
      userInfo: UserInfoService;
      catalog: CatalogService;
      groupTypes: string[];
    },
  ) {}

  async resolveOrganizations(
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const { auth, userInfo } = this.options;
    if (!auth.isPrincipal(credentials, 'user')) {
      return [];
    }
    const { ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
    const groups = ownershipEntityRefs
      .filter(
        ref => parseEntityRef(ref).kind.toLocaleLowerCase('en-US') === 'group',
      )
      .sort();
    return this.#cached(groups.join(' '), () => this.#walk(groups));
  }

  async isOrganization(ref: string): Promise<boolean> {
    const groups = await this.#readGroups([ref]);
    return groups.some(group => this.#isOrganization(group));
  }

  #cached(key: string, walk: () => Promise<string[]>): Promise<string[]> {
    const now = Date.now();
    const known = this.#cache.get(key);
    if (known && known.until > now && known.until <= now + CACHE_MS) {
      return known.organizations;
    }
    this.#forgetOld(now);
    const entry: CacheEntry = { organizations: walk(), until: now + CACHE_MS };
    this.#cache.set(key, entry);
    entry.organizations.then(
      found => {
        entry.until = now + (found.length > 0 ? CACHE_MS : DENIAL_CACHE_MS);
      },
      () => this.#cache.delete(key),
    );
    return entry.organizations;
  }

  #forgetOld(now: number) {
    for (const [key, { until }] of this.#cache) {
      if (until <= now) {
        this.#cache.delete(key);
      }
    }
  }

  async #walk(groups: string[]): Promise<string[]> {
    const organizations = new Set<string>();
    const seen = new Set<string>(groups);
    let level = groups;
    for (let depth = 0; level.length > 0 && depth < DEEPEST_LEVEL; depth++) {
      const next: string[] = [];
      for (const group of await this.#readGroups(level)) {
        if (this.#isOrganization(group)) {
          organizations.add(stringifyEntityRef(group));
        } else {
          next.push(...parentsOf(group).filter(ref => !seen.has(ref)));
        }
      }
      level = [...new Set(next)];
      level.forEach(ref => seen.add(ref));
    }
    return [...organizations].sort();
  }

  async #readGroups(refs: string[]): Promise<Entity[]> {
    const { auth, catalog } = this.options;
    // With the user's own credentials a policy could hide a parent
    const credentials = await auth.getOwnServiceCredentials();
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs: refs, fields: FIELDS },
      { credentials },
    );
    return items.filter((item): item is Entity => item !== undefined);
  }

  #isOrganization({ spec }: Entity): boolean {
    return this.options.groupTypes.includes(String(spec?.type));
  }
}

function parentsOf({ relations = [] }: Entity): string[] {
  return relations
    .filter(({ type }) => type === RELATION_CHILD_OF)
    .map(({ targetRef }) => targetRef);
}

import { createHash } from 'node:crypto';
import type {
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  type Entity,
  parseEntityRef,
  RELATION_CHILD_OF,
  RELATION_HAS_MEMBER,
  RELATION_MEMBER_OF,
  RELATION_PARENT_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { LRUCache } from 'lru-cache';
import type { OrganizationResolver } from '@orgmodels/backstage-plugin-organization-models-node';
import { catalogUnavailable } from '../errors';

/** Levels of groups walked upwards: ends what cycles and `seen` do not. */
const DEEPEST_LEVEL = 20;
/** How long an answer is used again; a denial is asked again much sooner. */
const CACHE_MS = 60_000;
const DENIAL_CACHE_MS = 5_000;
const MOST_ANSWERS = 10_000;
const FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'spec.type',
  'relations',
];

/**
 * Walks from the groups that own or hold the user upwards to groups of the
 * configured types. A nearer organization stops the walk: what is above it is
 * not the user's.
 *
 * @remarks One round trip to the catalog per level: its client sends refs in
 * chunks as large as the catalog takes. Owners are as of the user's token;
 * groups of the catalog are as of now, for as long as an answer is kept.
 */
export class CatalogOrganizationResolver implements OrganizationResolver {
  readonly #cache: LRUCache<string, Promise<string[]>>;

  constructor(
    private readonly options: {
      auth: AuthService;
      userInfo: UserInfoService;
      catalog: CatalogService;
      groupTypes: string[];
      /** Milliseconds of a clock that nobody sets. */
      now?(): number;
    },
  ) {
    const { now = () => performance.now() } = options;
    this.#cache = new LRUCache({
      max: MOST_ANSWERS,
      ttl: CACHE_MS,
      ttlResolution: 0,
      perf: { now },
    });
  }

  async resolveOrganizations(
    credentials: BackstageCredentials,
  ): Promise<string[]> {
    const { auth, userInfo } = this.options;
    if (!auth.isPrincipal(credentials, 'user')) {
      return [];
    }
    const { userEntityRef } = credentials.principal;
    const { ownershipEntityRefs } = await orUnavailable(
      userInfo.getUserInfo(credentials),
    );
    const start = [
      ...new Set([userEntityRef, ...ownershipEntityRefs.filter(isGroup)]),
    ].sort();
    const key = createHash('sha256').update(start.join(' ')).digest('base64');
    return this.#cached(key, () => orUnavailable(this.#walk(start)));
  }

  async isOrganization(ref: string): Promise<boolean> {
    const groups = await orUnavailable(this.#read([ref]));
    return groups.some(group => this.#isOrganization(group));
  }

  /** Groups below an organization, down to the next one, and their users. */
  async listMembers(organization: string): Promise<string[]> {
    return this.#cached(`members of ${organization}`, () =>
      this.#walkDown(organization),
    );
  }

  #cached(key: string, walk: () => Promise<string[]>): Promise<string[]> {
    const known = this.#cache.get(key);
    if (known) {
      return known;
    }
    const found = walk();
    this.#cache.set(key, found);
    const isLast = () => this.#cache.peek(key) === found;
    found.then(
      refs =>
        refs.length === 0 &&
        isLast() &&
        this.#cache.set(key, found, { ttl: DENIAL_CACHE_MS }),
      () => isLast() && this.#cache.delete(key),
    );
    return found;
  }

  async #walk(start: string[]): Promise<string[]> {
    const organizations = new Set<string>();
    const seen = new Set<string>(start);
    let level = start;
    for (let depth = 0; level.length > 0 && depth < DEEPEST_LEVEL; depth++) {
      const next: string[] = [];
      for (const entity of await this.#read(level)) {
        if (this.#isOrganization(entity)) {
          organizations.add(stringifyEntityRef(entity));
        } else {
          next.push(...groupsAbove(entity).filter(ref => !seen.has(ref)));
        }
      }
      level = [...new Set(next)];
      level.forEach(ref => seen.add(ref));
    }
    return [...organizations].sort();
  }

  async #walkDown(organization: string): Promise<string[]> {
    const members = new Set([organization]);
    let level = [organization];
    for (let depth = 0; level.length > 0 && depth < DEEPEST_LEVEL; depth++) {
      const next: string[] = [];
      for (const group of await this.#read(level)) {
        const isOther =
          stringifyEntityRef(group) !== organization &&
          this.#isOrganization(group);
        if (isOther) {
          members.delete(stringifyEntityRef(group));
        } else {
          next.push(...membersOf(group).filter(ref => !members.has(ref)));
        }
      }
      next.forEach(ref => members.add(ref));
      level = [...new Set(next)].filter(isGroup);
    }
    return [...members];
  }

  async #read(refs: string[]): Promise<Entity[]> {
    const { auth, catalog } = this.options;
    // With the user's own credentials a policy could hide a parent
    const credentials = await auth.getOwnServiceCredentials();
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs: refs, fields: FIELDS },
      { credentials },
    );
    return items.filter((item): item is Entity => Boolean(item));
  }

  #isOrganization({ kind, spec }: Entity): boolean {
    return (
      isKind(kind, 'group') &&
      this.options.groupTypes.includes(String(spec?.type))
    );
  }
}

function groupsAbove({ relations = [] }: Entity): string[] {
  return relations
    .filter(({ type }) =>
      [RELATION_CHILD_OF, RELATION_MEMBER_OF].includes(type),
    )
    .map(({ targetRef }) => targetRef)
    .filter(isGroup);
}

function membersOf({ relations = [] }: Entity): string[] {
  return relations
    .filter(({ type }) =>
      [RELATION_PARENT_OF, RELATION_HAS_MEMBER].includes(type),
    )
    .map(({ targetRef }) => targetRef);
}

// What a sign-in resolver wrote need not be a ref
function isGroup(ref: string): boolean {
  try {
    return isKind(parseEntityRef(ref).kind, 'group');
  } catch {
    return false;
  }
}

function isKind(kind: string, expected: string): boolean {
  return kind.toLocaleLowerCase('en-US') === expected;
}

async function orUnavailable<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw catalogUnavailable(error);
  }
}

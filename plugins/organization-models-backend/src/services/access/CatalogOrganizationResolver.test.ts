import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { CatalogOrganizationResolver } from './CatalogOrganizationResolver';

const SECOND = 1_000;

function entity(
  ref: string,
  options: { type?: string; above?: string[] } = {},
): Entity {
  const [kind, name] = ref.split(':');
  const relation = kind === 'user' ? 'memberOf' : 'childOf';
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: kind === 'user' ? 'User' : 'Group',
    metadata: { name, namespace: 'default' },
    spec: { type: options.type ?? 'team' },
    relations: (options.above ?? []).map(above => ({
      type: relation,
      targetRef: `group:default/${above}`,
    })),
  };
}

const organization = (name: string, above?: string[]) =>
  entity(`group:${name}`, { type: 'organization', above });

describe('CatalogOrganizationResolver', () => {
  let entities: Entity[];
  let owners: string[];
  let now: number;
  let isDown: boolean;
  /** The refs of each round trip. */
  let trips: string[][];

  beforeEach(() => {
    entities = [];
    owners = [];
    now = 1;
    isDown = false;
    trips = [];
  });

  function createResolver() {
    const catalog = catalogServiceMock.mock({
      getEntitiesByRefs: async ({ entityRefs }) => {
        trips.push(entityRefs);
        if (isDown) {
          throw new Error('connect ECONNREFUSED');
        }
        const items = entityRefs.map(ref =>
          entities.find(
            ({ kind, metadata }) =>
              ref === `${kind.toLowerCase()}:default/${metadata.name}`,
          ),
        );
        return { items };
      },
    });
    return new CatalogOrganizationResolver({
      auth: mockServices.auth(),
      userInfo: mockServices.userInfo({
        get ownershipEntityRefs() {
          return owners;
        },
      }),
      catalog,
      groupTypes: ['organization'],
      now: () => now,
    });
  }

  const resolve = (resolver = createResolver()) =>
    resolver.resolveOrganizations(mockCredentials.user('user:default/u'));

  it('walks upwards, one round trip per level', async () => {
    owners = ['user:default/u', 'group:default/team'];
    entities = [
      entity('group:team', { above: ['department'] }),
      entity('group:department', { above: ['acme'] }),
      organization('acme', ['holding']),
      organization('holding'),
    ];
    expect(await resolve()).toEqual(['group:default/acme']);
    expect(trips).toEqual([
      ['group:default/team', 'user:default/u'],
      ['group:default/department'],
      ['group:default/acme'],
    ]);
  });

  it('begins with the groups that hold the user in the catalog, too', async () => {
    owners = ['user:default/u'];
    entities = [entity('user:u', { above: ['acme'] }), organization('acme')];
    expect(await resolve()).toEqual(['group:default/acme']);
  });

  it('finds several organizations, each once', async () => {
    owners = ['group:default/a', 'group:default/b', 'group:default/c'];
    entities = [
      entity('group:a', { above: ['acme'] }),
      entity('group:b', { above: ['acme'] }),
      entity('group:c', { above: ['globex'] }),
      organization('acme'),
      organization('globex'),
    ];
    expect(await resolve()).toEqual([
      'group:default/acme',
      'group:default/globex',
    ]);
    expect(trips).toHaveLength(2);
  });

  it('ends in circles, without groups, and with refs that are none', async () => {
    owners = ['not a ref', 'group:default/a', 'group:default/deleted'];
    entities = [
      entity('group:a', { above: ['b'] }),
      entity('group:b', { above: ['a', 'b'] }),
    ];
    expect(await resolve()).toEqual([]);
    expect(trips).toHaveLength(2);
  });

  it('takes only groups for organizations', async () => {
    owners = ['user:default/u'];
    entities = [
      {
        ...entity('user:u', { type: 'organization', above: ['team'] }),
      },
    ];
    expect(await resolve()).toEqual([]);
  });

  it('stays at one round trip per level with thousands of groups', async () => {
    const names = Array.from({ length: 5_000 }, (_, index) => `team-${index}`);
    owners = names.map(name => `group:default/${name}`);
    entities = [
      ...names
        .slice(0, 1)
        .map(name => entity(`group:${name}`, { above: ['acme'] })),
      organization('acme'),
    ];
    expect(await resolve()).toEqual(['group:default/acme']);
    expect(trips.map(refs => refs.length)).toEqual([5_001, 1]);
  });

  it('asks once for calls at the same time, and again after a minute', async () => {
    owners = ['group:default/acme'];
    entities = [organization('acme')];
    const resolver = createResolver();
    await Promise.all([resolve(resolver), resolve(resolver)]);
    now = 59 * SECOND;
    await resolve(resolver);
    expect(trips).toHaveLength(1);
    entities = [];
    now = 61 * SECOND;
    expect(await resolve(resolver)).toEqual([]);
  });

  it('remembers a denial for seconds only, and for other groups not at all', async () => {
    owners = ['group:default/acme'];
    const resolver = createResolver();
    expect(await resolve(resolver)).toEqual([]);
    entities = [organization('acme'), organization('globex')];
    now = 4 * SECOND;
    expect(await resolve(resolver)).toEqual([]);
    now = 6 * SECOND;
    expect(await resolve(resolver)).toEqual(['group:default/acme']);
    owners = ['group:default/globex'];
    expect(await resolve(resolver)).toEqual(['group:default/globex']);
  });

  it('lets nobody in by guess while the catalog is away, and asks again', async () => {
    owners = ['group:default/acme'];
    entities = [organization('acme')];
    const resolver = createResolver();
    isDown = true;
    await expect(resolve(resolver)).rejects.toMatchObject({ statusCode: 503 });
    isDown = false;
    expect(await resolve(resolver)).toEqual(['group:default/acme']);
  });

  it('is not asked for services', async () => {
    const resolver = createResolver();
    const found = await resolver.resolveOrganizations(
      mockCredentials.service(),
    );
    expect(found).toEqual([]);
    expect(trips).toEqual([]);
  });

  describe('listMembers', () => {
    const below = (entity_: Entity, relations: Record<string, string[]>) => ({
      ...entity_,
      relations: Object.entries(relations).flatMap(([type, refs]) =>
        refs.map(targetRef => ({ type, targetRef })),
      ),
    });
    const parentOf = (name: string) => `group:default/${name}`;

    it('walks down to all groups and users, and into no other organization', async () => {
      entities = [
        below(organization('acme'), {
          parentOf: [parentOf('team'), parentOf('subsidiary')],
          hasMember: ['user:default/boss'],
          childOf: [parentOf('holding')],
        }),
        below(entity('group:team'), {
          parentOf: [parentOf('acme')],
          hasMember: ['user:default/one'],
        }),
        below(organization('subsidiary'), {
          hasMember: ['user:default/other'],
        }),
      ];
      const resolver = createResolver();
      expect(await resolver.listMembers('group:default/acme')).toEqual([
        'group:default/acme',
        'group:default/team',
        'user:default/boss',
        'user:default/one',
      ]);
      await resolver.listMembers('group:default/acme');
      expect(trips).toHaveLength(2);
    });
  });
});

import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  createPermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type { CallerOrganizations } from '@orgmodels/backstage-plugin-organization-models-common';
import { narrowToOwnModels } from './narrowToOwnModels';

const readEntity = createPermission({
  name: 'catalog.entity.read',
  attributes: { action: 'read' },
  resourceType: 'catalog-entity',
});
const readModel = createPermission({
  name: 'organization-models.model.read',
  attributes: { action: 'read' },
  resourceType: 'organization-model',
});
const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };
const COMPONENTS: PolicyDecision = {
  result: AuthorizeResult.CONDITIONAL,
  pluginId: 'catalog',
  resourceType: 'catalog-entity',
  conditions: {
    resourceType: 'catalog-entity',
    rule: 'IS_ENTITY_KIND',
    params: { kinds: ['Component'] },
  },
};
const NOT_A_MODEL = {
  not: {
    resourceType: 'catalog-entity',
    rule: 'HAS_ANNOTATION',
    params: { annotation: 'organization-models.backstage.io/model-id' },
  },
};
const IS_PUBLIC = {
  resourceType: 'catalog-entity',
  rule: 'HAS_LABEL',
  params: { label: 'organization-models.backstage.io/public', value: 'true' },
};
const IS_OF_ACME = {
  resourceType: 'catalog-entity',
  rule: 'IS_ENTITY_OWNER',
  params: { claims: ['group:default/acme'] },
};
const ACME = { organizations: ['group:default/acme'], reads_all: false };

function setup(
  decision: PolicyDecision,
  answer: CallerOrganizations | { statusCode?: number },
) {
  const getOrganizations = jest.fn(async () => {
    if ('organizations' in answer) {
      return answer;
    }
    throw Object.assign(new Error('no'), answer);
  });
  const logger = mockServices.logger.mock();
  const policy = narrowToOwnModels(
    { handle: async () => decision },
    { models: { getOrganizations } as never, logger },
  );
  const user = {
    credentials: mockCredentials.user('user:default/u'),
    info: { userEntityRef: 'user:default/u', ownershipEntityRefs: [] },
  };
  return { policy, user, getOrganizations, logger };
}

describe('narrowToOwnModels', () => {
  it.each<[string, CallerOrganizations, unknown]>([
    ['a member', ACME, { anyOf: [NOT_A_MODEL, IS_PUBLIC, IS_OF_ACME] }],
    [
      'a member of none',
      { organizations: [], reads_all: false },
      { anyOf: [NOT_A_MODEL, IS_PUBLIC] },
    ],
  ])(
    'makes what is allowed conditional for %s',
    async (_, answer, expected) => {
      const { policy, user } = setup(ALLOW, answer);
      expect(await policy.handle({ permission: readEntity }, user)).toEqual({
        ...COMPONENTS,
        conditions: expected,
      });
    },
  );

  it('asks for both where the policy has conditions of its own', async () => {
    const { policy, user } = setup(COMPONENTS, ACME);
    expect(await policy.handle({ permission: readEntity }, user)).toMatchObject(
      {
        conditions: {
          allOf: [
            (COMPONENTS as { conditions?: unknown }).conditions,
            { anyOf: [NOT_A_MODEL, IS_PUBLIC, IS_OF_ACME] },
          ],
        },
      },
    );
  });

  it.each<[string, PolicyDecision, typeof readEntity | typeof readModel]>([
    ['a denial', DENY, readEntity],
    ['other permissions', ALLOW, readModel],
  ])('leaves %s as it is, and asks nobody', async (_, decision, permission) => {
    const { policy, user, getOrganizations } = setup(decision, ACME);
    expect(await policy.handle({ permission }, user)).toBe(decision);
    expect(getOrganizations).not.toHaveBeenCalled();
  });

  it('shows all to whoever may read all organizations', async () => {
    const answer = { organizations: [], reads_all: true };
    const { policy, user } = setup(COMPONENTS, answer);
    expect(await policy.handle({ permission: readEntity }, user)).toBe(
      COMPONENTS,
    );
  });

  it('hides models from who did not sign in', async () => {
    const { policy, getOrganizations } = setup(ALLOW, ACME);
    expect(await policy.handle({ permission: readEntity })).toMatchObject({
      conditions: { anyOf: [NOT_A_MODEL, IS_PUBLIC] },
    });
    expect(getOrganizations).not.toHaveBeenCalled();
  });

  it.each([
    ['without a word, from who has no organization', 403, 0],
    ['and says so, while organizations cannot be told', 503, 1],
    ['and says so, when nobody answers', undefined, 1],
  ])('hides models %s', async (_, statusCode, warnings) => {
    const { policy, user, logger } = setup(ALLOW, { statusCode });
    expect(await policy.handle({ permission: readEntity }, user)).toMatchObject(
      { conditions: { anyOf: [NOT_A_MODEL, IS_PUBLIC] } },
    );
    expect(logger.warn).toHaveBeenCalledTimes(warnings);
  });

  it('asks once for all that one page needs', async () => {
    const { policy, user, getOrganizations } = setup(ALLOW, ACME);
    await Promise.all(
      Array.from({ length: 20 }, () =>
        policy.handle({ permission: readEntity }, user),
      ),
    );
    expect(getOrganizations).toHaveBeenCalledTimes(1);
  });
});

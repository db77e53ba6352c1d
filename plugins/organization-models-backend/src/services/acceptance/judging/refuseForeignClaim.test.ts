import { buildStoredModel } from '../../../database/__testUtils__/buildStoredModel';
import { OWNER_LABELS } from '../../../domain/ownership/ownership';
import { refuseForeignClaim } from './refuseForeignClaim';

const of = (organization: string) => ({
  [OWNER_LABELS.model]: 'mdl_1',
  [OWNER_LABELS.organization]: `group.default.${organization}`,
});

describe('refuseForeignClaim', () => {
  const model = buildStoredModel({ id: 'mdl_2' });
  const check = (
    claimName: string,
    labels: Record<string, string> | undefined,
  ) =>
    refuseForeignClaim(
      {
        ...model,
        resolved: { ...model.resolved, storage: { kind: 'shared', claimName } },
      },
      { readClaimLabels: async () => labels },
    );

  it.each([
    ["an administrator's claim", 'weights', {}],
    ["an administrator's claim of such a name", 'weights-cache', {}],
    ["the claim of the organization's model", 'a-cache', of('acme')],
    ['a claim that is made later', 'weights', undefined],
  ])('takes %s', async (_, name, labels) => {
    await expect(check(name, labels)).resolves.toBeUndefined();
  });

  it.each([
    ["the claim of another organization's model", of('globex')],
    ['what may become the claim of any model', undefined],
  ])('refuses %s in the same words', async (_, labels) => {
    await expect(check('b-cache', labels)).rejects.toMatchObject({
      statusCode: 400,
      message:
        'deployment_config.shared_pvc must be a claim that your organization may use: b-cache is none',
    });
  });

  it('asks nothing about models without a shared claim', async () => {
    const readClaimLabels = jest.fn();
    await refuseForeignClaim(model, { readClaimLabels });
    expect(readClaimLabels).not.toHaveBeenCalled();
  });
});

import type { OwnedObject } from '../domain/facts/Observation';
import { releaseModel } from './releaseModel';

describe('releaseModel', () => {
  it('leaves on everything whose it was last, also right after a transfer', async () => {
    const service = { kind: 'Service', name: 'qwen' } as OwnedObject;
    const unlabel = jest.fn(async () => {});
    await releaseModel(
      {
        id: 'mdl_1',
        namespace: 'models',
        organizationId: 'group:default/acme',
      },
      { listOf: async () => [service], unlabel },
    );
    expect(unlabel).toHaveBeenCalledWith(
      service,
      expect.arrayContaining(['organization-models.backstage.io/model-id']),
      {
        'organization-models.backstage.io/organization-ref':
          'group:default/acme',
      },
    );
  });
});

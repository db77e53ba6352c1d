import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { toModelEntity, toModelEntityRef } from './toModelEntity';

const MODEL = {
  id: 'mdl_8Kq2vZb1LxYt0PwR',
  organization_id: 'group:labs/acme',
  name: 'qwen3-8b',
  display_name: 'Qwen3 8B',
  model_type: 'chat',
  huggingface_id: 'Qwen/Qwen3-8B',
  namespace: 'models',
  tags: ['Team A', 'gpu', 'GPU', '***'],
} as Model;

describe('toModelEntity', () => {
  const entity = toModelEntity(MODEL, { appUrl: 'https://portal.example.com' });

  it('is owned by the organization, in its namespace', () => {
    expect(entity).toMatchObject({
      kind: 'Resource',
      metadata: { name: MODEL.id, namespace: 'labs', title: 'Qwen3 8B' },
      spec: { type: 'ai-model', owner: 'group:labs/acme' },
    });
  });

  it('links to the model page, which finds it by the annotation', () => {
    expect(entity.metadata.links?.[0].url).toBe(
      'https://portal.example.com/organization-models/models/mdl_8Kq2vZb1LxYt0PwR',
    );
    expect(entity.metadata.annotations).toMatchObject({
      'organization-models.backstage.io/model-id': MODEL.id,
      'backstage.io/kubernetes-id': MODEL.id,
    });
  });

  it('tells policies whose it is, and whether it is for all', () => {
    expect(entity.metadata.annotations).toMatchObject({
      'organization-models.backstage.io/organization': 'group:labs/acme',
    });
    expect(entity.metadata.labels).toBeUndefined();
    const open = toModelEntity(
      { ...MODEL, is_public: true },
      { appUrl: 'https://portal.example.com' },
    );
    expect(open.metadata.labels).toEqual({
      'organization-models.backstage.io/public': 'true',
    });
  });

  it('turns tags into those that the catalog takes', () => {
    expect(entity.metadata.tags).toEqual(['chat', 'team-a', 'gpu']);
  });
});

describe('toModelEntityRef', () => {
  it('is the ref of the entity', () => {
    expect(
      toModelEntityRef({
        modelId: MODEL.id,
        organizationId: 'group:labs/acme',
      }),
    ).toBe('resource:labs/mdl_8kq2vzb1lxyt0pwr');
  });
});

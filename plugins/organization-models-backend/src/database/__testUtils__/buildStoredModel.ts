import type { StoredModel } from '../../domain/facts/StoredModel';

const CREATED_AT = '2026-01-01T00:00:00.000Z';

const RESOLVED: StoredModel['resolved'] = {
  runtime: 'vllm',
  engineVersion: '0.32.0',
  image: 'vllm/vllm-openai:v0.32.0',
  imagePullPolicy: 'IfNotPresent',
  cpu: '2',
  memory: '16Gi',
  sharedMemoryBytes: 0,
  startupBudgetSeconds: 1800,
  scaling: { mode: 'fixed', replicas: 1 },
  storage: { kind: 'none' },
  token: { kind: 'none' },
};

/** A model as it is stored right after POST, with what a test says about it. */
export function buildStoredModel(
  given: { id: string } & Partial<Omit<StoredModel, 'spec'>> & {
      spec?: Partial<StoredModel['spec']>;
    },
): StoredModel {
  const name = given.name ?? given.id.replace(/_/g, '-');
  return {
    organizationId: 'group:default/acme',
    cluster: 'test',
    namespace: 'models',
    createdBy: 'user:default/someone',
    createdAt: CREATED_AT,
    updatedAt: CREATED_AT,
    resolved: RESOLVED,
    generation: 1,
    status: 'pending',
    conditions: [],
    replicas: { desired: 0, ready: 0, available: 0, updated: 0 },
    observedGeneration: 0,
    applied: [],
    heals: [],
    ...given,
    name,
    spec: { name, model_type: 'chat', ...given.spec },
  };
}

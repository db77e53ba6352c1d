import { buildManifests } from './buildManifests';
import { buildScaleManifest, withReplicas } from './buildScaleManifest';
import { GOLDEN_CONTEXTS } from './__fixtures__/contexts';

describe('buildScaleManifest', () => {
  it('says spec.replicas and nothing that another manager owns', () => {
    expect(buildScaleManifest(GOLDEN_CONTEXTS.stopped)).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'qwen3-coder-30b', namespace: 'models', labels: {} },
      spec: { replicas: 0 },
    });
  });

  it('says nothing while an autoscaler owns the replicas', () => {
    const context = { ...GOLDEN_CONTEXTS.stopped, replicas: undefined };
    expect(buildScaleManifest(context)).toBeUndefined();
  });
});

describe('withReplicas', () => {
  it('adds the replicas to a Deployment and leaves the given one alone', () => {
    const manifests = buildManifests(GOLDEN_CONTEXTS.amd);
    const deployment = manifests.find(({ kind }) => kind === 'Deployment')!;
    const created = withReplicas(deployment, 0);
    expect(created.spec).toEqual({
      ...(deployment.spec as object),
      replicas: 0,
    });
    expect(deployment.spec).not.toHaveProperty('replicas');
  });
});

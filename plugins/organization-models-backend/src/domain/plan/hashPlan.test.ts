import { buildManifests } from '../desired/buildManifests';
import { GOLDEN_CONTEXTS } from '../desired/__fixtures__/contexts';
import type { DesiredContext } from '../facts/ResolvedModel';
import { type AgreedPlan, hashPlan } from './hashPlan';

const [CONTEXT] = Object.values(GOLDEN_CONTEXTS);

function hashOf(
  change: Partial<DesiredContext> = {},
  rest: Partial<AgreedPlan> = {},
): string {
  const context = { ...CONTEXT, ...change };
  const { organizationId, modelId, spec, resolved } = context;
  const manifests = buildManifests(context);
  return hashPlan({
    ...{ organizationId, modelId, spec, resolved, manifests },
    baseGeneration: 0,
    objects: manifests.map(({ kind, metadata }) => ({
      ...{ kind, name: metadata.name, action: 'create', diff: [] },
    })),
    ...rest,
  });
}

const { spec, resolved } = CONTEXT;

describe('hashPlan', () => {
  it('is the same whichever id a new model gets', () => {
    expect(hashOf({ modelId: 'mdl_another000000000' })).toBe(hashOf());
  });

  it('is the same whatever else is in the cluster, and however maps are sorted', () => {
    const gpu = { count: 1, resourceName: 'nvidia.com/gpu' };
    const products = { reachable: ['L4'], unreachable: [] };
    const at = (found: object) =>
      hashOf({ resolved: { ...resolved, gpu: { ...gpu, ...found } } });
    expect(at({ products })).toBe(at({}));
    const sorted = Object.fromEntries(Object.entries(resolved).reverse());
    expect(hashOf({ resolved: sorted as typeof resolved })).toBe(hashOf());
  });

  it.each<[string, Partial<DesiredContext>, Partial<AgreedPlan>]>([
    ['another count of GPUs', withGpus(4), {}],
    ['another image', { resolved: { ...resolved, image: 'x/y:1' } }, {}],
    ['another name to show', { spec: { ...spec, display_name: 'x' } }, {}],
    ['being public', { spec: { ...spec, is_public: true } }, {}],
    ['more replicas', scaledTo(3), {}],
    ['another label of config', withLabels({ team: 'b' }), {}],
    ['another organization', { organizationId: 'group:default/x' }, {}],
    ['another generation before', {}, { baseGeneration: 1 }],
    ['another action', {}, { objects: [] }],
  ])('differs with %s', (_, change, rest) => {
    expect(hashOf(change, rest)).not.toBe(hashOf());
  });
});

function withGpus(count: number): Partial<DesiredContext> {
  const gpu = { count, resourceName: 'nvidia.com/gpu' };
  return { resolved: { ...resolved, gpu } };
}

function scaledTo(replicas: number): Partial<DesiredContext> {
  return { resolved: { ...resolved, scaling: { mode: 'fixed', replicas } } };
}

function withLabels(labels: Record<string, string>): Partial<DesiredContext> {
  return { podSettings: { ...CONTEXT.podSettings, labels } };
}

import { buildNodes } from './buildNodes';
import { NodeShape } from './NodeShape';
import { nodeShapes } from './nodeShapes';

const now = new Date('2026-01-01T00:00:00Z');

function build(name: string) {
  const shape = nodeShapes.small.find(candidate => candidate.name === name);
  return buildNodes(shape as NodeShape, { now })[0];
}

function gpuLabels(name: string) {
  const labels = Object.entries(build(name).metadata?.labels ?? {});
  return Object.fromEntries(
    labels.filter(([key]) => /^(nvidia|amd)\.com\//.test(key)),
  );
}

describe('buildNodes', () => {
  it('numbers the nodes and spreads them over zones', () => {
    const [shape] = nodeShapes.small;
    const nodes = buildNodes(shape, { now });
    const zone = 'topology.kubernetes.io/zone';
    expect(nodes.map(({ metadata }) => metadata?.name)).toEqual([
      'gpu-h100-1',
      'gpu-h100-2',
    ]);
    expect(nodes.map(({ metadata }) => metadata?.labels?.[zone])).toEqual([
      'region-1a',
      'region-1b',
    ]);
  });

  it('labels NVIDIA GPUs as GPU feature discovery does', () => {
    expect(gpuLabels('gpu-h100')).toMatchObject({
      'nvidia.com/gpu.present': 'true',
      'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3',
      'nvidia.com/gpu.memory': '81559',
      'nvidia.com/gpu.count': '8',
      'nvidia.com/gpu.family': 'hopper',
      'nvidia.com/gpu.compute.major': '9',
      'nvidia.com/gpu.compute.minor': '0',
      'nvidia.com/gpu.sharing-strategy': 'none',
      'nvidia.com/mig.strategy': 'single',
      'nvidia.com/cuda.driver-version.full': '580.95.05',
    });
  });

  it('offers slices of GPUs as resources of their own', () => {
    expect(build('gpu-mig').status?.allocatable).toMatchObject({
      'nvidia.com/gpu': '0',
      'nvidia.com/mig-3g.40gb': '2',
      'nvidia.com/mig-2g.20gb': '4',
    });
    expect(gpuLabels('gpu-mig')).toMatchObject({
      'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-80GB',
      'nvidia.com/gpu.count': '2',
      'nvidia.com/mig.strategy': 'mixed',
      'nvidia.com/mig-3g.40gb.count': '2',
      'nvidia.com/mig-3g.40gb.memory': '40192',
      'nvidia.com/mig-3g.40gb.product': 'NVIDIA-A100-SXM4-80GB-MIG-3g.40gb',
    });
  });

  it("labels AMD GPUs as AMD's node labeller does", () => {
    expect(gpuLabels('gpu-mi300x')).toMatchObject({
      'amd.com/gpu.product-name': 'AMD_Instinct_MI300X_OAM',
      'amd.com/gpu.vram': '192G',
    });
    expect(build('gpu-mi300x').metadata?.labels).toMatchObject({
      'beta.amd.com/gpu.vram.192G': '8',
    });
  });

  it('taints what is to be kept for those who ask for it', () => {
    expect(build('gpu-h100').spec?.taints).toEqual([
      { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' },
    ]);
    expect(build('gpu-mi300x').spec?.taints).toEqual([
      { key: 'amd.com/gpu', value: 'present', effect: 'NoSchedule' },
    ]);
    expect(build('gpu-l4').spec?.taints).toEqual([]);
  });

  it('keeps a part of the machine for the system', () => {
    const { capacity, allocatable } = build('cpu').status ?? {};
    expect(capacity).toMatchObject({ cpu: '16', memory: '64Gi' });
    expect(allocatable).toMatchObject({ cpu: '15750m', memory: '62Gi' });
  });

  it('lets a kubelet say that it is not ready', () => {
    const { conditions } = build('gpu-l4-not-ready').status ?? {};
    const ready = conditions?.find(({ type }) => type === 'Ready');
    expect(ready).toMatchObject({
      status: 'False',
      reason: 'KubeletNotReady',
      lastTransitionTime: '2026-01-01T00:00:00.000Z',
    });
    expect(build('gpu-l4').status?.conditions).toBeUndefined();
  });
});

describe('nodeShapes', () => {
  const count = (shapes: readonly NodeShape[]) =>
    shapes.reduce((sum, shape) => sum + shape.count, 0);

  it.each([
    ['small', 14],
    ['large', 500],
    ['none', 0],
  ] as const)('%s is %d nodes', (name, nodes) => {
    expect(count(nodeShapes[name])).toBe(nodes);
  });

  it('name no node twice', () => {
    const names = nodeShapes.large
      .flatMap(shape => buildNodes(shape, { now }))
      .map(({ metadata }) => metadata?.name);
    expect(new Set(names).size).toBe(names.length);
  });
});

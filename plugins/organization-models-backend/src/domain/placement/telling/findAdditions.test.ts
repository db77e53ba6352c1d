import { findAdditions } from './findAdditions';
import type { PlacedPodSpec } from '../toReplica';

const vllm = {
  name: 'vllm',
  resources: { requests: { cpu: '4', memory: '16Gi', 'nvidia.com/gpu': '1' } },
};
const template: PlacedPodSpec = { containers: [vllm] };
const proxy = {
  name: 'istio-proxy',
  resources: { requests: { cpu: '100m', memory: '128Mi' } },
};

describe('findAdditions', () => {
  it.each<[string, PlacedPodSpec, string]>([
    [
      'a sidecar that starts first',
      { ...template, initContainers: [{ ...proxy, restartPolicy: 'Always' }] },
      'the sidecar istio-proxy to each pod: 100m CPU cores, 128Mi of memory',
    ],
    [
      'a sidecar of the older kind',
      { containers: [vllm, proxy] },
      'the sidecar istio-proxy to each pod: 100m CPU cores, 128Mi of memory',
    ],
    [
      'an init container, which ends before it counts',
      { ...template, initContainers: [{ ...proxy, name: 'istio-init' }] },
      'the init container istio-init to each pod.',
    ],
    [
      'an overhead of the runtime class',
      { ...template, overhead: { cpu: '250m' } },
      'requests to each pod: 250m CPU cores.',
    ],
  ])('tells of %s', (_, pod, words) => {
    const [warning, ...others] = findAdditions(template, pod);
    expect(others).toEqual([]);
    expect(warning.code).toBe('AddedByCluster');
    expect(warning.message).toContain(words);
  });

  it('says nothing of what counts nowhere', () => {
    expect(
      findAdditions(template, {
        ...template,
        tolerations: [{ key: 'a', operator: 'Exists' }],
      }),
    ).toEqual([]);
  });
});

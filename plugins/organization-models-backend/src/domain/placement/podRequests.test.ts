import { computePodRequests, type PodResources } from './podRequests';

function container(
  name: string,
  requests: Record<string, string>,
  restartPolicy?: string,
) {
  return { name, restartPolicy, resources: { requests } };
}

describe('computePodRequests', () => {
  it.each<[string, PodResources, Record<string, number>]>([
    [
      'containers and overhead together',
      {
        spec: {
          containers: [
            container('a', { cpu: '100m', 'nvidia.com/gpu': '2' }),
            container('b', { cpu: '200m', memory: '1Gi' }),
          ],
          overhead: { memory: '128Mi' },
        },
      },
      { cpu: 0.3, memory: 1152 * 2 ** 20, 'nvidia.com/gpu': 2 },
    ],
    [
      'the largest init container instead, with the sidecars before it',
      {
        spec: {
          containers: [container('a', { cpu: '1' })],
          initContainers: [
            container('proxy', { cpu: '500m' }, 'Always'),
            container('load', { cpu: '2' }),
            container('late', { cpu: '250m' }, 'Always'),
          ],
        },
      },
      { cpu: 2.5 },
    ],
    [
      "the pod's own requests, but never for GPUs",
      {
        spec: {
          containers: [container('a', { cpu: '1', 'amd.com/gpu': '1' })],
          resources: { requests: { cpu: '3', memory: '1Gi' } },
        },
      },
      { cpu: 3, memory: 2 ** 30, 'amd.com/gpu': 1 },
    ],
    [
      'the larger size during a resize',
      {
        spec: { containers: [container('a', { cpu: '1' })] },
        status: {
          containerStatuses: [
            {
              name: 'a',
              resources: { requests: { cpu: '3' } },
              allocatedResources: { cpu: '2' },
            },
          ],
        },
      },
      { cpu: 3 },
    ],
    [
      'the old size when a resize is infeasible',
      {
        spec: { containers: [container('a', { cpu: '100' })] },
        status: {
          conditions: [{ type: 'PodResizePending', reason: 'Infeasible' }],
          containerStatuses: [
            { name: 'a', resources: { requests: { cpu: '3' } } },
          ],
        },
      },
      { cpu: 3 },
    ],
    ['one pod, whatever it wants', { spec: { containers: [] } }, {}],
  ])('counts %s', (_, pod, requests) => {
    expect(computePodRequests(pod)).toEqual({ ...requests, pods: 1 });
  });
});

import { ClusterRequestError } from './errors';

describe('a refusal of a cluster', () => {
  it.each<[string, number, string, boolean]>([
    ['somebody else wrote', 409, 'the object has been modified', true],
    ['there were too many', 429, 'too many requests', true],
    ['it has a trouble of its own', 500, 'etcdserver: timed out', true],
    [
      'it has just started',
      422,
      'Service "a" is invalid: spec.clusterIPs: Invalid value: [""]: failed to allocate IP: allocator not ready',
      true,
    ],
    [
      'what was asked is wrong',
      422,
      'Service "a" is invalid: spec.ports: Required value',
      false,
    ],
    ['a right is missing', 403, 'services is forbidden', false],
  ])('passes or not: %s', (_, code, message, isTransient) => {
    const error = ClusterRequestError.fromStatus('gpus', { code, message });
    expect(error.isTransient).toBe(isTransient);
  });
});

import { ClusterRequestError } from '../connection/errors';
import { findMissingPart } from './findMissingPart';

const AUTOSCALER = {
  apiVersion: 'autoscaling.aibrix.ai/v1alpha1',
  kind: 'PodAutoscaler',
};

function refusal(code: number, reason: string, message: string) {
  return ClusterRequestError.fromStatus('gpu-1', { code, reason, message });
}

describe('findMissingPart', () => {
  it.each([
    ['Not Found', '404 page not found\n'],
    ['NotFound', 'the server could not find the requested resource'],
  ])('names the CRD and its remedy (%s: %s)', (reason, message) => {
    expect(findMissingPart(refusal(404, reason, message), AUTOSCALER)).toEqual({
      code: 'MissingCrd',
      message: expect.stringMatching(
        /^The cluster does not serve PodAutoscaler \(podautoscalers\.autoscaling\.aibrix\.ai\)\. To install AIBrix, /,
      ),
    });
  });

  it('tells a namespace that was deleted from a missing kind', () => {
    const error = refusal(404, 'NotFound', 'namespaces "acme" not found');
    expect(findMissingPart(error, AUTOSCALER)).toEqual({
      code: 'NamespaceMissing',
      message: expect.stringMatching(/^The namespace acme does not exist\. /),
    });
  });

  it.each([
    refusal(404, 'NotFound', 'secrets "a" not found'),
    refusal(403, 'Forbidden', '404 page not found'),
  ])('leaves other refusals alone: $message', error => {
    expect(findMissingPart(error, AUTOSCALER)).toBeUndefined();
  });
});

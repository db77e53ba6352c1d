import { CustomErrorBase } from '@backstage/errors';

/** No connection to a pod came about: nothing was sent to it. */
export class PodUnreachableError extends CustomErrorBase {
  name = 'PodUnreachableError' as const;

  constructor(
    readonly pod: { cluster: string; namespace: string; name: string },
    cause: unknown,
  ) {
    super(
      `Pod ${pod.namespace}/${pod.name} in cluster ${
        pod.cluster
      } cannot be reached: ${cause instanceof Error ? cause.message : cause}`,
    );
  }
}

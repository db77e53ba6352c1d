import { CustomErrorBase } from '@backstage/errors';

/** No connection to a pod came about: nothing was sent to it. */
export class PodUnreachableError extends CustomErrorBase {
  name = 'PodUnreachableError' as const;
  /** What has to be done before any pod can be reached; `undefined`: wait. */
  readonly remedy: string | undefined;

  constructor(
    readonly pod: { cluster: string; namespace: string; name: string },
    cause: unknown,
    { remedy }: { remedy?: string } = {},
  ) {
    super(
      `Pod ${pod.namespace}/${pod.name} in cluster ${
        pod.cluster
      } cannot be reached: ${cause instanceof Error ? cause.message : cause}`,
    );
    this.remedy = remedy;
  }
}

import type { DesiredContext, Manifest } from '../facts/ResolvedModel';

/**
 * `spec.replicas` and nothing else, to be applied by the field manager of
 * replicas; `undefined` while an autoscaler owns it.
 *
 * @remarks The manager of all other fields never says `spec.replicas`: taking
 * a field out of what its only manager applies would reset it to 1. When an
 * autoscaler takes over, this is simply not applied any more: the value stays
 * until the autoscaler writes its own.
 */
export function buildScaleManifest(
  context: Pick<DesiredContext, 'namespace' | 'spec' | 'replicas'>,
): Manifest | undefined {
  if (context.replicas === undefined) {
    return undefined;
  }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: context.spec.name,
      namespace: context.namespace,
      labels: {},
    },
    spec: { replicas: context.replicas },
  };
}

/**
 * The whole Deployment with `spec.replicas`, for its creation only, by the
 * field manager of replicas: without the field, a stopped model or one of three
 * replicas would start with one pod. The next pass leaves that manager the one
 * field.
 */
export function withReplicas(deployment: Manifest, replicas: number): Manifest {
  return { ...deployment, spec: { ...(deployment.spec as object), replicas } };
}

import type { V1DeploymentSpec } from '@kubernetes/client-node';
import type { Manifest } from '../../facts/ResolvedModel';

/**
 * The Pod that a Deployment would make, for a dry run: quota, pod security and
 * webhooks judge pods, and a Deployment is accepted without them.
 */
export function buildProbePod(deployment: Manifest): Manifest {
  const { metadata } = deployment;
  const { template } = deployment.spec as V1DeploymentSpec;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${metadata.name}-dry-run`,
      namespace: metadata.namespace,
      labels: { ...template.metadata?.labels },
      annotations: template.metadata?.annotations,
    },
    spec: template.spec,
  };
}

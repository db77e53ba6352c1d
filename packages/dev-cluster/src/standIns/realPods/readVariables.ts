import { CoreV1Api, V1Container, V1Pod } from '@kubernetes/client-node';
import { isStatus, StandInCluster } from '../cluster/StandInCluster';
import { expand } from './buildCommand';

/** Why the container cannot be made, in a kubelet's words. */
export class CreateContainerConfigError extends Error {}

/**
 * The variables of a container, with those that come from Secrets.
 *
 * @throws {@link CreateContainerConfigError} where a Secret, or a key of it, is missing
 */
export async function readVariables(
  { env = [] }: V1Container,
  { metadata }: V1Pod,
  cluster: StandInCluster,
): Promise<Record<string, string>> {
  const namespace = metadata?.namespace ?? '';
  const variables: Record<string, string> = {};
  for (const { name, value = '', valueFrom } of env) {
    const ref = valueFrom?.secretKeyRef;
    if (valueFrom && !ref) {
      throw new CreateContainerConfigError(
        `variable ${name}: of values from elsewhere, only Secrets are known here`,
      );
    }
    const found = ref
      ? await readSecret(ref, { cluster, namespace })
      : expand(value, variables);
    if (found !== undefined) {
      variables[name] = found;
    }
  }
  return variables;
}

async function readSecret(
  {
    name = '',
    key,
    optional,
  }: { name?: string; key: string; optional?: boolean },
  { cluster, namespace }: { cluster: StandInCluster; namespace: string },
): Promise<string | undefined> {
  const core = cluster.config.makeApiClient(CoreV1Api);
  const secret = await core
    .readNamespacedSecret({ name, namespace })
    .catch(error => {
      if (isStatus(error, 404)) {
        return undefined;
      }
      throw error;
    });
  const value = secret?.data?.[key];
  if (value === undefined && !optional) {
    throw new CreateContainerConfigError(
      secret
        ? `couldn't find key ${key} in Secret ${namespace}/${name}`
        : `secret "${name}" not found`,
    );
  }
  return value && Buffer.from(value, 'base64').toString();
}

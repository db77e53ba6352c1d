import type { ObjectReader } from '../cluster/objects/ObjectReader';
import { explainUnusable, isUsable } from '../domain/desired/sharedSecret';
import type { Manifest } from '../domain/facts/ResolvedModel';
import type { StoredModel } from '../domain/facts/StoredModel';
import type { ApplyProblem } from '../domain/pass/Pass';

/**
 * Why pods must not be made of a Deployment: the Secret that its model names
 * was taken back by its owner, or is another's by now. Pods that run keep what
 * they have read.
 */
export async function findSecretProblem(
  { cluster, namespace, organizationId, resolved }: StoredModel,
  { manifest, objects }: { manifest: Manifest; objects: ObjectReader },
): Promise<ApplyProblem | undefined> {
  const { token } = resolved;
  if (manifest.kind !== 'Deployment' || token.kind !== 'named') {
    return undefined;
  }
  const name = token.secretName;
  const found = await objects.readMetadata('Secret', namespace, name);
  const labels = found && (found.labels ?? {});
  return isUsable(labels, { organizationId })
    ? undefined
    : {
        kind: manifest.kind,
        name: manifest.metadata.name,
        code: 'TokenSecretNotShared',
        message: `${name} ${explainUnusable({
          name,
          namespace,
          cluster,
          organizationId,
        })}`,
        transient: false,
      };
}

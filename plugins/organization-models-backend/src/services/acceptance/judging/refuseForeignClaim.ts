import {
  OWNER_LABELS,
  toLabelValue,
} from '../../../domain/ownership/ownership';
import type { StoredModel } from '../../../domain/facts/StoredModel';
import type { ClusterGateway } from '../ClusterGateway';
import { invalidRequest } from '../../errors';

/** How claims of models end: one that is not there yet may become somebody's. */
const OWN_CLAIM = /-cache$/;

/**
 * 400: all models share a namespace, and whoever mounts a claim reads and
 * writes it. A claim that a model made is its organization's; the words are
 * the same whether there is one or not.
 */
export async function refuseForeignClaim(
  { cluster, namespace, organizationId, resolved }: StoredModel,
  gateway: Pick<ClusterGateway, 'readClaimLabels'>,
): Promise<void> {
  const { storage } = resolved;
  if (storage.kind !== 'shared') {
    return;
  }
  const { claimName: name } = storage;
  const labels = await gateway.readClaimLabels(cluster, { namespace, name });
  const mayBeOthers = labels
    ? OWNER_LABELS.model in labels
    : OWN_CLAIM.test(name);
  if (
    mayBeOthers &&
    labels?.[OWNER_LABELS.organization] !== toLabelValue(organizationId)
  ) {
    throw invalidRequest([
      {
        field: 'deployment_config.shared_pvc',
        message: `must be a claim that your organization may use: ${name} is none`,
      },
    ]);
  }
}

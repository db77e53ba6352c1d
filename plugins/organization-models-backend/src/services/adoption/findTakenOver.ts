import { buildManifests } from '../../domain/desired/buildManifests';
import type { DesiredContext } from '../../domain/facts/ResolvedModel';
import type { Origin } from '../../domain/facts/Origin';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { OWNER_LABELS, toLabelValue } from '../../domain/ownership/ownership';
import type { ClusterGateway } from '../acceptance/ClusterGateway';
import { nameTaken } from '../acceptance/trying/refuseTrials';

/**
 * What there is of the objects that a model has, the Secret of its own token
 * among them.
 *
 * @throws a refusal when one of them is another model's
 */
export async function findTakenOver(
  model: StoredModel,
  options: {
    gateway: ClusterGateway;
    installationId: string;
    context: DesiredContext;
  },
): Promise<Origin['objects']> {
  const { gateway, installationId, context } = options;
  const { token } = model.resolved;
  const wanted = [
    ...buildManifests(context).map(({ kind, metadata }) => ({
      kind,
      name: metadata.name,
    })),
    ...(token.kind === 'own'
      ? [{ kind: 'Secret', name: token.secretName }]
      : []),
  ];
  const found = await Promise.all(
    wanted.map(async ({ kind, name }) => {
      const { namespace } = model;
      const there = await gateway.readIdentity(model.cluster, {
        ...{ kind, namespace, name },
      });
      const owner = there?.labels[OWNER_LABELS.model];
      const isOurs =
        there?.labels[OWNER_LABELS.installation] ===
        toLabelValue(installationId);
      if (owner && isOurs && owner !== model.id) {
        throw nameTaken(model.name);
      }
      return there ? [{ kind, name, uid: there.uid }] : [];
    }),
  );
  return found.flat();
}

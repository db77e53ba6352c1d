import type { ForgottenModel } from '@orgmodels/backstage-plugin-organization-models-common';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { ownerSelector } from '../../domain/ownership/ownership';

/** What may be left of a model that was forgotten by force, and how to find it. */
export function toForgotten(
  model: Pick<StoredModel, 'id' | 'name' | 'cluster' | 'namespace'>,
  { installationId }: { installationId: string },
): ForgottenModel {
  const { id, name, cluster, namespace } = model;
  return {
    id,
    name,
    cluster,
    namespace,
    label_selector: ownerSelector({ installationId, modelId: id }),
    message: `The model is forgotten, with its history. Nothing was asked of the cluster ${cluster}: should there be one still, the Deployment, Services, Secrets and claims of the model in the namespace ${namespace} are left, run on, and have to be deleted there by the label selector`,
  };
}

import { parseQuantity } from '@orgmodels/backstage-plugin-organization-models-common';
import type { StoredModel } from '../../domain/facts/StoredModel';
import {
  namespaceOf,
  type NamespaceConfig,
} from '../../domain/namespaces/namespaceOf';
import { conflict, invalidRequest, ModelApiError } from '../errors';

/** 409: what is being deleted stays as it is. */
export function refuseDeleting(model: StoredModel) {
  if (model.deletionRequestedAt) {
    throw conflict(
      'ModelDeleting',
      `The model ${model.name} is being deleted and cannot be changed`,
    );
  }
}

/** 412: the model moved on since it was read. */
export function refuseOtherGeneration(
  model: StoredModel,
  generation: number | undefined,
) {
  if (generation !== undefined && generation !== model.generation) {
    throw new ModelApiError('PreconditionFailedError', {
      statusCode: 412,
      code: 'GenerationConflict',
      message: `The model is at generation ${model.generation}, not ${generation}: read it again`,
      details: { generation: model.generation },
    });
  }
}

/** 409: something changed since the plan was agreed to. */
export function refuseOutdated(
  plan: { plan_hash: string },
  agreed: string | undefined,
) {
  if (agreed !== undefined && agreed !== plan.plan_hash) {
    throw conflict(
      'PlanOutdated',
      'The plan that was agreed to no longer holds: plan again',
    );
  }
}

/** 400: volumes keep their class, and never shrink. */
export function refuseStorageChange(
  before: StoredModel,
  storage: StoredModel['resolved']['storage'],
) {
  const old = before.resolved.storage;
  if (
    old.kind === 'own' &&
    storage.kind === 'own' &&
    old.storageClass !== storage.storageClass
  ) {
    throw invalidRequest([
      {
        field: 'deployment_config.storage_class',
        message: `cannot be changed from ${old.storageClass}: a volume keeps its class`,
      },
    ]);
  }
  if (
    old.kind === 'own' &&
    storage.kind === 'own' &&
    old.accessMode !== storage.accessMode
  ) {
    throw invalidRequest([
      {
        field: 'deployment_config.enable_pvc',
        message: `made a claim that is ${old.accessMode}, which a claim stays: several replicas need another one in shared_pvc`,
      },
    ]);
  }
  if (
    old.kind === 'own' &&
    storage.kind === 'own' &&
    parseQuantity(storage.size)! < parseQuantity(old.size)!
  ) {
    throw invalidRequest([
      {
        field: 'deployment_config.storage_size',
        message: `must not be below ${old.size}: a volume does not shrink`,
      },
    ]);
  }
}

/** 409: it has it already, or cannot leave the first one's namespace. */
export function refuseTransfer(
  { name, namespace, organizationId: owner }: StoredModel,
  {
    organizationId,
    cluster,
  }: { organizationId: string; cluster: NamespaceConfig },
) {
  if (organizationId === owner) {
    throw conflict('NotTransferable', `${name} is a model of ${owner} already`);
  }
  if (
    cluster.namespaces === 'perOrganization' &&
    namespace === namespaceOf(owner, cluster)
  ) {
    throw conflict(
      'NotTransferable',
      `${name} runs in ${namespace}, the namespace of ${owner}, and no workload can leave its namespace: make a model of the same spec for ${organizationId}, and delete this one`,
    );
  }
}

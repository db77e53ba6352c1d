import { createPermission } from '@backstage/plugin-permission-common';

/** @public */
export const MODEL_RESOURCE_TYPE = 'organization-model';

const modelPermission = <A extends 'read' | 'update' | 'delete'>(
  verb: string,
  action: A,
) =>
  createPermission({
    name: `organization-models.model.${verb}`,
    attributes: { action },
    resourceType: MODEL_RESOURCE_TYPE,
  });

/** @public */
export const modelReadPermission = modelPermission('read', 'read');
/** @public */
export const modelUpdatePermission = modelPermission('update', 'update');
/** @public */
export const modelDeletePermission = modelPermission('delete', 'delete');
/** @public */
export const modelLogsPermission = modelPermission('logs', 'read');
/** @public */
export const modelChatPermission = modelPermission('chat', 'read');

/** Forgetting a model and leaving it running. @public */
export const modelReleasePermission = modelPermission('release', 'delete');
/** Giving a model to another organization; administrators only. @public */
export const modelTransferPermission = modelPermission('transfer', 'update');
/** Leaving alone for a while what others change of a model. @public */
export const modelPauseHealingPermission = modelPermission(
  'pause-healing',
  'update',
);

/** Basic, since there is no model yet. @public */
export const modelCreatePermission = createPermission({
  name: 'organization-models.model.create',
  attributes: { action: 'create' },
});

/** Making a model of a workload that is there. @public */
export const modelAdoptPermission = createPermission({
  name: 'organization-models.model.adopt',
  attributes: { action: 'create' },
});

/** Nodes, GPUs, operators and unmanaged workloads. @public */
export const clusterReadPermission = createPermission({
  name: 'organization-models.cluster.read',
  attributes: { action: 'read' },
});

/** @public */
export const quotaReadPermission = createPermission({
  name: 'organization-models.quota.read',
  attributes: { action: 'read' },
});

/** For administrators. @public */
export const quotaUpdatePermission = createPermission({
  name: 'organization-models.quota.update',
  attributes: { action: 'update' },
});

/** Names of the organization's tokens; their values are for nobody. @public */
export const tokenReadPermission = createPermission({
  name: 'organization-models.token.read',
  attributes: { action: 'read' },
});

/** Setting and removing tokens of the organization. @public */
export const tokenUpdatePermission = createPermission({
  name: 'organization-models.token.update',
  attributes: { action: 'update' },
});

/** Keys of the organization, without their secrets. @public */
export const keyReadPermission = createPermission({
  name: 'organization-models.key.read',
  attributes: { action: 'read' },
});

/** Making keys, which open models to whoever has them. @public */
export const keyCreatePermission = createPermission({
  name: 'organization-models.key.create',
  attributes: { action: 'create' },
});

/** Revoking keys. @public */
export const keyDeletePermission = createPermission({
  name: 'organization-models.key.delete',
  attributes: { action: 'delete' },
});

/** What the organization has used. @public */
export const usageReadPermission = createPermission({
  name: 'organization-models.usage.read',
  attributes: { action: 'read' },
});

/** Permissions on a model. @public */
export const modelPermissions = [
  modelReadPermission,
  modelUpdatePermission,
  modelDeletePermission,
  modelLogsPermission,
  modelChatPermission,
  modelReleasePermission,
  modelTransferPermission,
  modelPauseHealingPermission,
];

/** Permissions without a resource. @public */
export const basicPermissions = [
  modelCreatePermission,
  modelAdoptPermission,
  clusterReadPermission,
  quotaReadPermission,
  quotaUpdatePermission,
  tokenReadPermission,
  tokenUpdatePermission,
  keyReadPermission,
  keyCreatePermission,
  keyDeletePermission,
  usageReadPermission,
];

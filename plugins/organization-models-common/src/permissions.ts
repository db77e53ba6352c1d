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

/** Basic, since there is no model yet. @public */
export const modelCreatePermission = createPermission({
  name: 'organization-models.model.create',
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

/** Permissions on a model. @public */
export const modelPermissions = [
  modelReadPermission,
  modelUpdatePermission,
  modelDeletePermission,
  modelLogsPermission,
  modelChatPermission,
];

/** Permissions without a resource. @public */
export const basicPermissions = [
  modelCreatePermission,
  clusterReadPermission,
  quotaReadPermission,
  quotaUpdatePermission,
  tokenReadPermission,
  tokenUpdatePermission,
];

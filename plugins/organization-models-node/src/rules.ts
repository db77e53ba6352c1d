import {
  createConditionExports,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { z } from 'zod/v4';
import { modelResourceRef } from './modelResource';

/** @public */
export const isOrganizationMember = createPermissionRule({
  name: 'IS_ORGANIZATION_MEMBER',
  description: 'The model belongs to one of the organizations',
  resourceRef: modelResourceRef,
  paramsSchema: z.object({
    organizations: z.array(z.string()).describe('Entity refs of organizations'),
  }),
  apply: (model, { organizations }) =>
    organizations.includes(model.organizationId),
  toQuery: ({ organizations }) => ({
    key: 'organization_id' as const,
    values: organizations,
  }),
});

/** @public */
export const isCreator = createPermissionRule({
  name: 'IS_CREATOR',
  description: 'The model was created by one of the users or services',
  resourceRef: modelResourceRef,
  paramsSchema: z.object({
    creators: z.array(z.string()).describe('Entity refs or subjects'),
  }),
  apply: (model, { creators }) => creators.includes(model.createdBy),
  toQuery: ({ creators }) => ({ key: 'created_by' as const, values: creators }),
});

/** @public */
export const hasTag = createPermissionRule({
  name: 'HAS_TAG',
  description: 'The model has one of the tags',
  resourceRef: modelResourceRef,
  paramsSchema: z.object({ tags: z.array(z.string()) }),
  apply: (model, { tags }) => tags.some(tag => model.tags.includes(tag)),
  toQuery: ({ tags }) => ({ key: 'tag' as const, values: tags }),
});

/** @public */
export const isModelType = createPermissionRule({
  name: 'IS_MODEL_TYPE',
  description: 'The model is of one of the types',
  resourceRef: modelResourceRef,
  paramsSchema: z.object({ types: z.array(z.string()) }),
  apply: (model, { types }) => types.includes(model.modelType),
  toQuery: ({ types }) => ({ key: 'model_type' as const, values: types }),
});

/** Every rule about models. @public */
export const modelRules = {
  isOrganizationMember,
  isCreator,
  hasTag,
  isModelType,
};

const policyExports = createConditionExports({
  resourceRef: modelResourceRef,
  rules: modelRules,
});

/** For policies: `modelConditions.isCreator({ creators })`. @public */
export const modelConditions = policyExports.conditions;

/** For policies: decides by conditions. @public */
export const createModelConditionalDecision =
  policyExports.createConditionalDecision;

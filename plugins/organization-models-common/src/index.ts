/**
 * Types, schemas, permissions and the typed client of organization models.
 *
 * @packageDocumentation
 */
export * from './client/OrganizationModelsClient';
export {
  buildOpenApiDocument,
  type OpenApiDocument,
} from './openapi/buildOpenApiDocument';
export type { ErrorCode } from './openapi/errorCodes';
export { findShellWords } from './findShellWords';
export * from './permissions';
export * from './quantity';
export { AUTOSCALING_METRICS } from './schema/deploymentConfig';
export { historyQuery, listQuery, MODEL_SORT_FIELDS } from './schema/listQuery';
export { DESIRED_STATES, MODEL_TYPES } from './schema/modelSpec';
export type { FieldProblem } from './schema/toFieldProblems';
export { MODEL_STATUSES } from './schema/modelView';
export { tokenBody, tokenName } from './schema/organizationTokens';
export { parseFields, type ParsedFields } from './schema/parseFields';
export { parseModelSpec, type ParsedModelSpec } from './schema/parseModelSpec';
export * from './secrets';
export * from './types';
export * from './vram';

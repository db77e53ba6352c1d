/**
 * Types, schemas, permissions and the typed client of organization models.
 *
 * @packageDocumentation
 */
export * from './client/calls';
export * from './client/OrganizationModelsClient';
export {
  buildOpenApiDocument,
  type OpenApiDocument,
} from './openapi/buildOpenApiDocument';
export type { ErrorCode } from './openapi/errorCodes';
export {
  expandReferences,
  readVariables,
  type PlainVariable,
} from './command/expandVariables';
export { findLostWord } from './command/findLostWord';
export { findCommandLines } from './command/findCommandLines';
export { findShellWords } from './command/findShellWords';
export {
  readOptions,
  resolveOption,
  type GivenOption,
  type OptionDialect,
  type OptionForm,
} from './command/readOptions';
export * from './modelEntity';
export { nearestName, nearestNames } from './nearestName';
export * from './permissions';
export * from './quantity';
export { AUTOSCALING_METRICS, MODEL_RUNTIMES } from './schema/deploymentConfig';
export {
  generationQuery,
  historyQuery,
  listQuery,
  MODEL_SORT_FIELDS,
  WAITED_FOR,
  waitQuery,
} from './schema/listQuery';
export { rollbackBody, START_PHASES } from './schema/answers/modelDetails';
export {
  adoptBody,
  LONGEST_PAUSE_HOURS,
  pauseBody,
  releaseBody,
  transferBody,
} from './schema/steps';
export { logQuery } from './schema/logs';
export { metricsQuery } from './schema/metrics';
export {
  KEY_ID,
  KEY_SECRET,
  MODEL_ID,
  ORGANIZATION_HEADER,
} from './schema/identifiers';
export { isSpecField } from './schema/isSpecField';
export { printable } from './schema/parsing/printable';
export { DESIRED_STATES, MODEL_TYPES, modelSpec } from './schema/modelSpec';
export {
  deletionQuery,
  LONGEST_PLAN_HASH,
  refreshBody,
} from './schema/modelUpdate';
export type { FieldProblem } from './schema/parsing/toFieldProblems';
export { MODEL_STATUSES } from './schema/answers/modelView';
export { keyBody, keyPath } from './schema/keys';
export { USAGE_GROUPS, usageQuery } from './schema/usage';
export { tokenBody, tokenName } from './schema/organizationTokens';
export { quotaHard, quotaUpdate } from './schema/quota';
export { parseFields, type ParsedFields } from './schema/parsing/parseFields';
export { parseModelSpec, type ParsedModelSpec } from './schema/parseModelSpec';
export * from './secrets';
export { findServedModelNames } from './servedModelName';
export * from './types';
export * from './vram';

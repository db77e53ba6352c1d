/**
 * Types, schemas, permissions and the typed client of organization models.
 *
 * @packageDocumentation
 */
export * from './client/OrganizationModelsClient';
export * from './permissions';
export * from './quantity';
export { AUTOSCALING_METRICS } from './schema/deploymentConfig';
export { DESIRED_STATES, MODEL_TYPES } from './schema/modelSpec';
export type { FieldProblem } from './schema/modelSpecRules';
export { MODEL_STATUSES } from './schema/modelView';
export {
  parseModelSpec,
  type ParsedModelSpec,
  toFieldProblems,
} from './schema/parseModelSpec';
export * from './types';
export * from './vram';

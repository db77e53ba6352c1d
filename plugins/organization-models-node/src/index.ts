/**
 * Extension points, permission rules and references for organization models.
 *
 * @packageDocumentation
 */
export * from './modelEvents';
export * from './modelResource';
export * from './narrowToOwnModels';
export * from './organizationModelsService';
export * from './organizationResolver';
export * from './rules';

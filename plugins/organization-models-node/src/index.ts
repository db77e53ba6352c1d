/**
 * Extension points, permission rules and references for organization models.
 *
 * @packageDocumentation
 */
export * from './modelResource';
export * from './organizationResolver';
export * from './rules';

/**
 * Catalog entities for organization models.
 *
 * @packageDocumentation
 */
export { catalogModuleOrganizationModels as default } from './module';

/**
 * Scaffolder actions which deploy organization models.
 *
 * @packageDocumentation
 */
export { scaffolderModuleOrganizationModels as default } from './module';

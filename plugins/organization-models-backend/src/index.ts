/**
 * The backend plugin of organization models.
 *
 * @packageDocumentation
 */
export { organizationModelsFeatures as default } from './features';

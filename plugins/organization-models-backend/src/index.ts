/**
 * The backend plugin of organization models.
 *
 * @packageDocumentation
 */
export { organizationModelsPlugin as default } from './plugin';

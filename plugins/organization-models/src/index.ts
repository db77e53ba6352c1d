/**
 * Portal pages of organization models.
 *
 * @packageDocumentation
 */
export { organizationModelsPlugin as default } from './plugin';
export {
  organizationModelsApiRef,
  type OrganizationModelsApi,
} from './api/organizationModelsApiRef';
export { organizationModelsTranslationRef } from './translation';

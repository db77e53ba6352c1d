/**
 * Annotation that every catalog entity of a model has, and nothing else: by it
 * pages find the model, and policies tell models from the rest of the catalog.
 *
 * @public
 */
export const MODEL_ID_ANNOTATION = 'organization-models.backstage.io/model-id';

/**
 * Annotation with the organization of a model's entity.
 *
 * @public
 */
export const MODEL_ORGANIZATION_ANNOTATION =
  'organization-models.backstage.io/organization';

/**
 * Label of the entities of models that are `is_public`; its value is `true`.
 *
 * @public
 */
export const PUBLIC_MODEL_LABEL = 'organization-models.backstage.io/public';

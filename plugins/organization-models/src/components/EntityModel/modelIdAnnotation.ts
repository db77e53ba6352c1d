/** Links a catalog entity to the model that it stands for. */
export const MODEL_ID_ANNOTATION = 'organization-models.backstage.io/model-id';

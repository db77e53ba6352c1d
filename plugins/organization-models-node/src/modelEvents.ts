/** Topic of the events service on which changes of models are told. @public */
export const MODEL_EVENTS_TOPIC = 'organization-models.model';

/**
 * A model was made, changed or removed; what it is now has to be read. An
 * event may be lost or come twice.
 *
 * @public
 */
export type ModelEventPayload = {
  modelId: string;
  organizationId: string;
  change: 'saved' | 'removed';
};

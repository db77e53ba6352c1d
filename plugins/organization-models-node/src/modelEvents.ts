/** Topic of the events service on which changes of models are told. @public */
export const MODEL_EVENTS_TOPIC = 'organization-models.model';

/**
 * Something about a model is new; what it is now has to be read. An event may
 * be lost or come twice.
 *
 * @public
 */
export type ModelEventPayload = {
  modelId: string;
  organizationId: string;
  /**
   * `asked`: made, or changed in what people set; `observed`: in what was found
   * of it, as its status; `removed`: it is gone.
   */
  change: 'asked' | 'observed' | 'removed';
};

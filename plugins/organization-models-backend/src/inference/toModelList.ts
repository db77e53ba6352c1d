import type { StoredModel } from '../domain/facts/StoredModel';

/** Models as OpenAI's API lists them. */
export function toModelList(models: StoredModel[]) {
  return {
    object: 'list',
    data: models.map(model => toModelCard(model, models)),
  };
}

/** One of some models; the id is what `model` takes. */
export function toModelCard(model: StoredModel, models: StoredModel[]) {
  return {
    id: isAlone(model, models) ? model.name : model.id,
    object: 'model',
    created: Math.floor(Date.parse(model.createdAt) / 1000),
    owned_by: model.organizationId,
    root: model.spec.huggingface_id,
    max_model_len: model.resolved.maxModelLen,
    model_id: model.id,
    status: model.status,
  };
}

// Names are unique in a cluster only
function isAlone(model: StoredModel, models: StoredModel[]): boolean {
  return models.filter(({ name }) => name === model.name).length === 1;
}

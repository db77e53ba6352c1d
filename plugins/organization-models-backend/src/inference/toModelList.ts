import type { StoredModel } from '../domain/facts/StoredModel';

/** Models as OpenAI's API lists them, and Anthropic's: each reads what it knows. */
export function toModelList(models: StoredModel[]) {
  const data = models.map(model => toModelCard(model, models));
  return {
    ...{ object: 'list', data },
    ...{ first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null },
    has_more: false,
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
    ...{ type: 'model', display_name: model.spec.display_name ?? model.name },
    created_at: model.createdAt,
  };
}

// Names are unique in a cluster only
function isAlone(model: StoredModel, models: StoredModel[]): boolean {
  return models.filter(({ name }) => name === model.name).length === 1;
}

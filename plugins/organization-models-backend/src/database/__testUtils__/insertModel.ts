import type { StoredModel } from '../../domain/facts/StoredModel';
import type { Database } from '../openDatabase';

/** Stores a model as POST does. */
export async function insertModel(
  { specs }: Database,
  model: StoredModel,
): Promise<StoredModel> {
  const outcome = await specs.insert(model, {
    history: {
      at: model.createdAt,
      kind: 'action',
      code: 'Created',
      message: 'The model was created',
      actor: model.createdBy,
      generation: 1,
    },
  });
  if (outcome !== 'inserted') {
    throw new Error(`The model ${model.id} was not stored: ${outcome}`);
  }
  return model;
}

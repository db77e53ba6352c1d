import type {
  Model,
  WaitedFor,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { modelNotFound, ModelApiError } from '../errors';

/**
 * Reads what becomes of a model until it is as it is waited for.
 *
 * @param states - of the model, in turn; ends when nobody waits any more
 * @returns `undefined` when it is not there, which was waited for
 * @throws `ModelFailed` when that does not come by itself, `WaitTimedOut` when
 * it did not come in time
 */
export async function waitForModel(
  states: AsyncIterable<Model | undefined>,
  { id, state }: { id: string; state: WaitedFor },
): Promise<Model | undefined> {
  let last: Model | undefined;
  for await (const model of orGone(states)) {
    if (!model) {
      if (state === 'deleted') {
        return undefined;
      }
      throw modelNotFound(id);
    }
    last = model;
    const isNewest = model.observed_generation >= model.generation;
    if (isNewest && model.status === state) {
      return model;
    }
    if (isNewest && model.status === 'failed' && state === 'running') {
      throw unfulfilled(model, {
        statusCode: 409,
        code: 'ModelFailed',
        message: `The model ${model.name} failed: ${model.status_reason?.message}`,
      });
    }
  }
  throw unfulfilled(last, {
    statusCode: 504,
    code: 'WaitTimedOut',
    message: `The model is ${last?.status ?? 'not read'} and not ${state} yet`,
  });
}

// It may be gone before anybody begins to wait for that
async function* orGone(states: AsyncIterable<Model | undefined>) {
  try {
    yield* states;
  } catch (error) {
    if ((error as ModelApiError).code !== 'ModelNotFound') {
      throw error;
    }
    yield undefined;
  }
}

function unfulfilled(
  model: Model | undefined,
  options: { statusCode: number; code: string; message: string },
): ModelApiError {
  return new ModelApiError(
    options.statusCode === 409 ? 'ConflictError' : 'ServiceUnavailableError',
    {
      ...options,
      details: {
        status: model?.status,
        status_reason: model?.status_reason,
      },
    },
  );
}

import { isPlainObject } from 'lodash';
import type { StoredModel } from '../../../domain/facts/StoredModel';
import { invalidRequest } from '../../errors';
import { mergeSpec } from './mergeSpec';
import type { Body } from '../../models/ModelService';
import {
  type Asked,
  parseModelBody,
  withoutShownToken,
} from './parseModelBody';
import { refuseOtherGeneration } from '../refuseChange';
import { toModel } from '../../models/toModel';

/**
 * Parses the body of PUT, laid over what is stored. A `generation` in it says
 * on what it was made, as `If-Match` does.
 *
 * @throws a refusal naming every field that is wrong, or `GenerationConflict`
 */
export function parseModelUpdate(before: StoredModel, body: Body): Asked {
  if (!isPlainObject(body)) {
    throw invalidRequest([{ field: 'body', message: 'must be a JSON object' }]);
  }
  const { plan_hash, restart, on_failure, ...fields } = body as Record<
    string,
    unknown
  >;
  refuseOtherGeneration(before, readGeneration(fields));
  const merged = mergeSpec(
    before.spec,
    toModel(before),
    withoutShownToken(fields),
  );
  const asked = parseModelBody({ ...merged.body, plan_hash, on_failure }, [
    ...merged.problems,
    ...findRestartProblems(restart),
  ]);
  const token = removesToken(fields) ? null : asked.token;
  return { ...asked, token, restart: restart === true };
}

function readGeneration({ generation }: Record<string, unknown>) {
  if (generation === undefined || isGeneration(generation)) {
    return generation;
  }
  throw invalidRequest([
    {
      field: 'generation',
      message:
        'must be the generation that was read, to which the change is held, or be left out',
    },
  ]);
}

function isGeneration(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function findRestartProblems(restart: unknown) {
  return restart === undefined || typeof restart === 'boolean'
    ? []
    : [{ field: 'restart', message: 'must be true or false' }];
}

function removesToken({ deployment_config }: Record<string, unknown>): boolean {
  return (
    isPlainObject(deployment_config) &&
    (deployment_config as { hugging_face_token?: unknown })
      .hugging_face_token === null
  );
}

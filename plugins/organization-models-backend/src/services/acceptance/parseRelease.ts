import {
  parseFields,
  releaseBody,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { invalidRequest } from '../errors';
import type { Body } from '../models/ModelService';
import { refuseOtherGeneration } from './refuseChange';

/**
 * Parses the body of a release, which may be missing.
 *
 * @returns the hash of the plan to which it is held
 * @throws a refusal naming every field that is wrong, or `GenerationConflict`
 */
export function parseRelease(
  before: StoredModel,
  body: Body,
): string | undefined {
  const parsed = parseFields(releaseBody, body ?? {});
  if (parsed.outcome === 'invalid') {
    throw invalidRequest(parsed.problems);
  }
  refuseOtherGeneration(before, parsed.value.generation);
  return parsed.value.plan_hash;
}

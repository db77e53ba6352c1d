import { releaseBody } from '@orgmodels/backstage-plugin-organization-models-common';
import type { StoredModel } from '../../../domain/facts/StoredModel';
import { requireFields } from '../../requireFields';
import type { Body } from '../../models/ModelService';
import { refuseOtherGeneration } from '../refuseChange';

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
  const parsed = requireFields(releaseBody, body ?? {});
  refuseOtherGeneration(before, parsed.generation);
  return parsed.plan_hash;
}

import { refreshBody } from '@orgmodels/backstage-plugin-organization-models-common';
import type { StoredModel } from '../../../domain/facts/StoredModel';
import { requireFields } from '../../requireFields';
import type { Body } from '../../models/ModelService';
import type { Asked } from './parseModelBody';
import { refuseOtherGeneration } from '../refuseChange';

/**
 * Parses the body of a refresh, which may be missing: the spec stays, and what
 * was derived from it is derived anew.
 *
 * @throws a refusal naming every field that is wrong, or `GenerationConflict`
 */
export function parseRefresh(before: StoredModel, body: Body): Asked {
  const { plan_hash: planHash, generation } = requireFields(
    refreshBody,
    body ?? {},
  );
  refuseOtherGeneration(before, generation);
  return { spec: before.spec, planHash, refresh: true };
}

import {
  type TransferBody,
  transferBody,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { StoredModel } from '../../../domain/facts/StoredModel';
import { requireFields } from '../../requireFields';
import type { Body } from '../../models/ModelService';
import { refuseOtherGeneration } from '../refuseChange';

/** @throws a refusal naming every field that is wrong, or `GenerationConflict` */
export function parseTransfer(before: StoredModel, body: Body): TransferBody {
  const parsed = requireFields(transferBody, body);
  refuseOtherGeneration(before, parsed.generation);
  return parsed;
}

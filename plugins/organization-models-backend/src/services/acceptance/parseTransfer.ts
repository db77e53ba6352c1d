import {
  parseFields,
  type TransferBody,
  transferBody,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { invalidRequest } from '../errors';
import type { Body } from '../models/ModelService';
import { refuseOtherGeneration } from './refuseChange';

/** @throws a refusal naming every field that is wrong, or `GenerationConflict` */
export function parseTransfer(before: StoredModel, body: Body): TransferBody {
  const parsed = parseFields(transferBody, body);
  if (parsed.outcome === 'invalid') {
    throw invalidRequest(parsed.problems);
  }
  refuseOtherGeneration(before, parsed.value.generation);
  return parsed.value;
}

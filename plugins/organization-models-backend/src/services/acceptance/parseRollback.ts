import {
  parseFields,
  rollbackBody,
  type RollbackBody,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { invalidRequest } from '../errors';
import type { Body } from '../models/ModelService';

/** @throws a refusal naming every field that is wrong */
export function parseRollback(body: Body): RollbackBody {
  const parsed = parseFields(rollbackBody, body);
  if (parsed.outcome === 'invalid') {
    throw invalidRequest(parsed.problems);
  }
  return parsed.value;
}

import type { StoredModel } from '../../../domain/facts/StoredModel';
import { NAMESPACE_OBJECT } from '../../../domain/namespaces/OrganizationNamespace';
import type { Trial } from '../../../domain/plan/Trial';
import { describeExcess } from '../../../domain/quota/describeExcess';
import { readQuotaRefusal } from '../../../domain/quota/readQuotaRefusal';
import { conflict, ModelApiError, quotaExceeded } from '../../errors';

type RefusedTrial = Extract<Trial, { outcome: 'refused' }>;

/**
 * Refuses what the API server refused to try.
 *
 * @param options - `clusterDecides`: nothing of the model runs yet. Where pods
 * are to be replaced, the API server counts them beside the new ones, so that
 * its word on quotas says nothing
 */
export function refuseTrials(
  model: StoredModel,
  trials: Trial[],
  { clusterDecides }: { clusterDecides: boolean },
) {
  for (const trial of trials) {
    if (
      trial.outcome === 'refused' &&
      (trial.code !== 'QuotaExceeded' ||
        (clusterDecides && !isMirror(trial.message)))
    ) {
      throw toRefusal(trial, model);
    }
    if (trial.outcome === 'accepted' && trial.foreign) {
      throw nameTaken(model.name);
    }
  }
}

/** 409 with the same words, whoever has the name. */
export function nameTaken(name: string): ModelApiError {
  return conflict(
    'ModelNameTaken',
    `The name ${name} is in use in that cluster: choose another`,
  );
}

// What our own arithmetic said under its lock is newer
function isMirror(message: string): boolean {
  return message.includes(`exceeded quota: ${NAMESPACE_OBJECT},`);
}

function toRefusal(
  { code, message }: RefusedTrial,
  { namespace }: StoredModel,
): ModelApiError {
  if (code === 'QuotaExceeded') {
    const exceeded = readQuotaRefusal(message, namespace);
    const text = exceeded.length > 0 ? describeExcess(exceeded) : message;
    return quotaExceeded(text, exceeded);
  }
  return new ModelApiError(
    code === 'MissingCrd' ? 'NotAllowedError' : 'InputError',
    { statusCode: code === 'MissingCrd' ? 403 : 400, code, message },
  );
}

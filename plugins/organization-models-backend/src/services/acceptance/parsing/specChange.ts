import { isEqual, omit } from 'lodash';
import type { StoredModel } from '../../../domain/facts/StoredModel';
import type { Asked } from './parseModelBody';

/** The fields of a spec that change no object in the cluster. */
const LABELS_ONLY = ['display_name', 'description', 'tags', 'is_public'];

/** Nothing is asked for that is not so already. */
export function changesNothing(before: StoredModel, asked: Asked): boolean {
  return (
    isEqual(asked.spec, before.spec) &&
    asked.token === undefined &&
    !asked.restart &&
    !asked.refresh
  );
}

/**
 * What makes no pod anew needs no cluster, and stopping needs no room in it –
 * unless the change is to be held to a plan.
 */
export function needsNoChecks(before: StoredModel, asked: Asked): boolean {
  return asked.planHash === undefined && keepsPods(before, asked);
}

/** Only names, the value of a token, or the end of the pods are asked for. */
export function keepsPods(before: StoredModel, asked: Asked): boolean {
  return (
    !asked.restart &&
    !asked.refresh &&
    (isSame(before, asked, LABELS_ONLY) ||
      rotatesToken(before, asked) ||
      (asked.spec.desired_state === 'stopped' && isSameButState(before, asked)))
  );
}

/** A token in place of another: containers read it when they start. */
export function rotatesToken(before: StoredModel, asked: Asked): boolean {
  return (
    typeof asked.token === 'string' &&
    before.resolved.token.kind === 'own' &&
    isSame(before, { ...asked, token: undefined }, LABELS_ONLY)
  );
}

/** Nothing that was derived is derived anew. */
export function keepsResolved(before: StoredModel, asked: Asked): boolean {
  return (
    !asked.refresh &&
    (isSameButState(before, asked) || rotatesToken(before, asked))
  );
}

/** Only whether the model is to run differs. */
export function isSameButState(before: StoredModel, asked: Asked): boolean {
  return isSame(before, asked, [...LABELS_ONLY, 'desired_state']);
}

function isSame(
  before: StoredModel,
  { spec, token }: Asked,
  apartFrom: string[],
): boolean {
  return (
    token === undefined &&
    isEqual(omit(spec, apartFrom), omit(before.spec, apartFrom))
  );
}

/** The status that shows the change until the controller has looked. */
export function statusAfter(
  before: StoredModel,
  { spec }: Asked,
): StoredModel['status'] {
  return spec.desired_state === before.spec.desired_state
    ? before.status
    : 'updating';
}

import { notAppliedReason } from '../readFacts';
import { Assess, fails, holds } from './Assessment';

/** Whether the cluster holds the objects of the newest spec. */
export const assessApplied: Assess = facts => {
  if (facts.deletionRequested) {
    return fails('Deleting', 'The objects are removed.');
  }
  const reason = notAppliedReason(facts);
  return reason
    ? fails(reason.code, reason.message)
    : holds('Applied', 'The cluster holds the newest objects.');
};

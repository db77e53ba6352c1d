import type { StoredModel } from '../facts/StoredModel';
import { findReason } from '../reasons/catalogue';

/**
 * Whether the newest generation failed before it ever ran, and an earlier one
 * did run. What crashes after it had served is no failed start; neither is what
 * waits for room, or could not be applied.
 */
export function hasFailedToStart({
  generation,
  observedGeneration,
  reached,
  spec,
  status,
  statusReason,
}: StoredModel): boolean {
  const isFailure =
    status === 'failed' ||
    (status === 'degraded' &&
      findReason(statusReason?.code ?? '')?.severity === 'failure');
  return (
    isFailure &&
    observedGeneration === generation &&
    spec.desired_state !== 'stopped' &&
    reached?.served !== undefined &&
    reached.served < generation
  );
}

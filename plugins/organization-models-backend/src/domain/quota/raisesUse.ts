import { isEqual } from 'lodash';
import type { ModelUse } from './ModelUse';

/**
 * Whether a change may take more of any limit, whatever the limits are: to
 * land elsewhere is new use of that type.
 */
export function raisesUse(before: ModelUse, after: ModelUse): boolean {
  return (
    after.models > before.models ||
    after.gpus > before.gpus ||
    after.cpuMillis > before.cpuMillis ||
    after.memoryBytes > before.memoryBytes ||
    (after.gpus > 0 && !isEqual(after.placement, before.placement))
  );
}

import diff from 'microdiff';
import type { StoredSpec } from '../facts/ResolvedModel';
import type { FieldChange } from './diffObjects';

/** The fields in which two specs differ. */
export function diffSpecs(
  before: StoredSpec,
  after: StoredSpec,
): FieldChange[] {
  return diff(before, after).map(change => ({
    path: change.path.join('.'),
    ...('oldValue' in change ? { from: change.oldValue } : {}),
    ...('value' in change ? { to: change.value } : {}),
  }));
}

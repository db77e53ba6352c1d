import diff from 'microdiff';
import type { ResolvedModel, StoredSpec } from '../facts/ResolvedModel';
import type { FieldChange } from './diffObjects';

/** The fields in which two specs, or what was derived from them, differ. */
export function diffSpecs<Fields extends StoredSpec | ResolvedModel>(
  before: Fields,
  after: Fields,
): FieldChange[] {
  return diff(before, after).map(change => ({
    path: change.path.join('.'),
    ...('oldValue' in change ? { from: change.oldValue } : {}),
    ...('value' in change ? { to: change.value } : {}),
  }));
}

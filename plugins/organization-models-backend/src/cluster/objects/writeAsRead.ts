import { ClusterRequestError } from '../connection/errors';
import type { RawObject } from '../connection/RawObject';

/** How often a write is tried that another comes before. */
const ATTEMPTS = 5;

/**
 * Writes an object that has to be as it was read: where another wrote it in
 * between – its controller writes its status whenever something happens –, it
 * is read again, and written as it is then.
 *
 * @param before - as it was read last
 * @param options - `read`: reads it again; `write`: refused by the API server
 * unless the object is the one it is given
 * @returns `gone` when it is another one by now, or none
 */
export async function writeAsRead(
  before: RawObject,
  options: {
    read(): Promise<RawObject | undefined>;
    write(object: RawObject): Promise<unknown>;
  },
): Promise<'written' | 'gone'> {
  let object = before;
  for (let attempt = 1; ; attempt++) {
    try {
      await options.write(object);
      return 'written';
    } catch (error) {
      if (!mayBeRaced(error)) {
        throw error;
      }
      const now = await options.read();
      if (now?.metadata.uid !== before.metadata.uid) {
        return 'gone';
      }
      if (isSame(now, object)) {
        throw error;
      }
      if (attempt === ATTEMPTS) {
        throw changedAllTheTime(error, now);
      }
      object = now;
    }
  }
}

// A test within a patch that fails is answered as what is invalid, without a
// word of why
function mayBeRaced(error: unknown): error is ClusterRequestError {
  return (
    error instanceof ClusterRequestError && [409, 422].includes(error.status)
  );
}

function isSame(one: RawObject, other: RawObject): boolean {
  return one.metadata.resourceVersion === other.metadata.resourceVersion;
}

function changedAllTheTime(
  { cluster }: ClusterRequestError,
  { metadata }: RawObject,
): ClusterRequestError {
  return ClusterRequestError.fromStatus(cluster, {
    code: 409,
    reason: 'Conflict',
    message: `${metadata.namespace}/${metadata.name} was changed by others ${ATTEMPTS} times while it was written`,
  });
}

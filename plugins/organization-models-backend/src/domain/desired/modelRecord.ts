import type { DesiredContext } from '../facts/ResolvedModel';
import type { Origin } from '../facts/Origin';
import type { StoredModel } from '../facts/StoredModel';
import { sortKeys } from '../sortKeys';

/** What is read again of a model whose row is lost. */
export type ModelRecord = Pick<
  StoredModel,
  'createdBy' | 'organizationId' | 'spec' | 'resolved'
> & { origin?: Origin };

const VERSION = 1;
/** Kubernetes takes annotations of 256 KiB in all. */
const LONGEST = 128 * 1024;

/**
 * What a model was accepted as, in one text: from it the same manifests can be
 * built when the database is lost. There are no secrets in a spec.
 *
 * @returns `undefined` where that is too long to be kept
 */
export function writeRecord({
  createdBy,
  organizationId,
  origin,
  resolved,
  spec,
}: DesiredContext): string | undefined {
  const text = JSON.stringify(
    sortKeys({
      version: VERSION,
      createdBy,
      organizationId,
      // What was taken over then has another uid when it is made again
      ...(origin ? { origin: { ...origin, objects: [] } } : {}),
      resolved,
      spec,
    }),
  );
  return text.length <= LONGEST ? text : undefined;
}

/** @returns `undefined` when it is none, or of a version that is not known */
export function readRecord(text: string | undefined): ModelRecord | undefined {
  if (text === undefined) {
    return undefined;
  }
  try {
    const { version, ...record } = JSON.parse(text);
    const isWhole = ['createdBy', 'organizationId', 'resolved', 'spec'].every(
      field => record[field] !== undefined,
    );
    return version === VERSION && isWhole ? record : undefined;
  } catch {
    return undefined;
  }
}

import type { AppliedObject } from '../../domain/facts/Observation';
import type { Manifest } from '../../domain/facts/ResolvedModel';
import { fingerprint, hashOf } from '../../domain/ownership/fingerprint';
import type { RawObject } from '../connection/RawObject';

/** What is remembered of an object that was applied. */
export function toAppliedObject(
  manifest: Manifest,
  answer: RawObject,
  now: Date,
): AppliedObject {
  return {
    kind: manifest.kind,
    name: answer.metadata.name,
    uid: answer.metadata.uid,
    resourceVersion: answer.metadata.resourceVersion,
    manifestHash: hashOf(manifest),
    fingerprint: fingerprint(answer),
    at: now.toISOString(),
    ...(manifest.kind === 'Deployment' && { replicas: answer.spec?.replicas }),
  };
}

/**
 * The one door into the backend plugin: what the benchmark takes from inside it, to seed what a portal would have
 * written and to measure it against. The plugin's package does not export these: they are nobody's API.
 */
/* eslint-disable @backstage/no-relative-monorepo-imports -- the package exports none of it, see above */
export { toAppliedObject } from '../../../plugins/organization-models-backend/src/cluster/objects/toAppliedObject';
export { ClusterMemory } from '../../../plugins/organization-models-backend/src/cluster/observe/ClusterMemory';
export type { RawObject } from '../../../plugins/organization-models-backend/src/cluster/connection/RawObject';
export { findRuntime } from '../../../plugins/organization-models-backend/src/domain/engines/findRuntime';
export { namesOf } from '../../../plugins/organization-models-backend/src/domain/metrics/namesOf';
export { hashOf } from '../../../plugins/organization-models-backend/src/domain/ownership/fingerprint';
export {
  openDatabase,
  type Database,
} from '../../../plugins/organization-models-backend/src/database/openDatabase';
export { buildManifests } from '../../../plugins/organization-models-backend/src/domain/desired/buildManifests';
export { buildProbePod } from '../../../plugins/organization-models-backend/src/domain/desired/pod/buildProbePod';
export {
  buildScaleManifest,
  withReplicas,
} from '../../../plugins/organization-models-backend/src/domain/desired/buildScaleManifest';
export { toDesiredContext } from '../../../plugins/organization-models-backend/src/domain/desired/toDesiredContext';
export {
  type ClusterFacts,
  NO_FACTS,
} from '../../../plugins/organization-models-backend/src/domain/facts/ClusterFacts';
export type { AppliedObject } from '../../../plugins/organization-models-backend/src/domain/facts/Observation';
export type { Manifest } from '../../../plugins/organization-models-backend/src/domain/facts/ResolvedModel';
export type { StoredModel } from '../../../plugins/organization-models-backend/src/domain/facts/StoredModel';
export { FIELD_MANAGERS } from '../../../plugins/organization-models-backend/src/domain/ownership/ownership';

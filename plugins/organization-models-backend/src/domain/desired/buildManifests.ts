import type { DesiredContext, Manifest } from '../facts/ResolvedModel';
import { BUILT_IN_RUNTIMES, findRuntime } from '../engines/findRuntime';
import type { ModelRuntime } from '../engines/ModelRuntime';
import { OWNED_KINDS, type OwnedKindName } from '../ownership/ownedKinds';
import { buildClaim } from './buildClaim';
import { buildDeployment } from './buildDeployment';
import type { Build } from './buildMetadata';
import { buildPodAutoscaler } from './buildPodAutoscaler';
import { buildService } from './buildService';
import { buildServiceMonitor } from './buildServiceMonitor';
import { withContentHash } from './withContentHash';

type Builder = (build: Build) => Manifest | undefined;

const BUILDERS: Record<Exclude<OwnedKindName, 'Secret'>, Builder> = {
  PersistentVolumeClaim: buildClaim,
  Service: buildService,
  Deployment: buildDeployment,
  ServiceMonitor: buildServiceMonitor,
  PodAutoscaler: buildPodAutoscaler,
};

/**
 * The Kubernetes objects of a model, in the order in which they are applied.
 *
 * @remarks The same context gives the same bytes. `spec.replicas` is not in
 * here: see `buildScaleManifest`. Neither is the token's Secret, which only a
 * request that carries a token can write: see `buildTokenSecret`.
 */
export function buildManifests(
  context: DesiredContext,
  { runtimes = BUILT_IN_RUNTIMES }: { runtimes?: readonly ModelRuntime[] } = {},
): Manifest[] {
  const runtime = findRuntime(context.resolved.runtime, runtimes);
  return OWNED_KINDS.flatMap(({ kind }) => {
    const manifest = kind !== 'Secret' && BUILDERS[kind]({ context, runtime });
    return manifest ? [withContentHash(manifest)] : [];
  });
}

import type {
  ApplyTarget,
  ClusterObjects,
} from '../cluster/objects/ClusterObjects';
import type { RawObject } from '../cluster/connection/RawObject';
import {
  buildScaleManifest,
  withReplicas,
} from '../domain/desired/buildScaleManifest';
import { FIELD_MANAGERS } from '../domain/ownership/ownership';
import type { Manifest } from '../domain/facts/ResolvedModel';

type Options = {
  objects: ClusterObjects;
  replicas: number;
  signal: AbortSignal;
};

/**
 * Makes a Deployment that has its replicas from the first moment, or finishes
 * what a crash broke off.
 *
 * @remarks Without replicas a stopped model would start with one pod, so the
 * manager of replicas makes it; the manager of the rest then takes the rest
 * over, and the first one is left with the one field.
 * @param options - `before`: what a crash left, see {@link isHalfMade}
 */
export async function createDeployment(
  manifest: Manifest,
  options: Options & { before: RawObject | undefined },
): Promise<RawObject> {
  const { objects, before, signal } = options;
  const replicas = before?.spec.replicas ?? options.replicas;
  const { metadata } =
    before ??
    (await objects.apply(withReplicas(manifest, replicas), {
      fieldManager: FIELD_MANAGERS.replicas,
      target: 'absent',
      signal,
    }));
  const target = { uid: metadata.uid };
  await objects.apply(manifest, {
    fieldManager: FIELD_MANAGERS.objects,
    target,
    signal,
  });
  return applyScale(manifest, { objects, replicas, target, signal });
}

/**
 * Whether the manager of replicas still holds all fields: what we leave out
 * later would stay for ever.
 */
export function isHalfMade({ metadata }: RawObject): boolean {
  return (metadata.managedFields ?? []).some(
    ({ manager, fieldsV1 }) =>
      manager === FIELD_MANAGERS.replicas &&
      fieldsV1?.['f:spec']?.['f:template'] !== undefined,
  );
}

/** Who else set `spec.replicas` last. */
export function findScaler({ metadata }: RawObject): string | undefined {
  return (metadata.managedFields ?? []).find(
    ({ manager, fieldsV1 }) =>
      manager !== FIELD_MANAGERS.replicas &&
      fieldsV1?.['f:spec']?.['f:replicas'] !== undefined,
  )?.manager;
}

/** Sets `spec.replicas` and nothing else. */
export function applyScale(
  { metadata }: Manifest,
  { objects, replicas, target, signal }: Options & { target: ApplyTarget },
): Promise<RawObject> {
  const manifest = buildScaleManifest({
    namespace: metadata.namespace,
    spec: { name: metadata.name, model_type: 'chat' },
    replicas,
  })!;
  return objects.apply(manifest, {
    fieldManager: FIELD_MANAGERS.replicas,
    target,
    signal,
  });
}

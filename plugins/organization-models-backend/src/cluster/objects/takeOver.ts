import { FIELD_MANAGERS, OWNER_LABELS } from '../../domain/ownership/ownership';
import type { Manifest } from '../../domain/facts/ResolvedModel';
import type { ClusterObjects, JsonPatch } from './ClusterObjects';
import type { RawObject } from '../connection/RawObject';

/**
 * Makes an object that was there one of a model's. What was not written by
 * organization models before is written anew as a whole, since an apply would
 * leave whatever it does not name; a Secret and a claim keep what they hold.
 *
 * @remarks The labels by which it is ours come last, so that a crash in between
 * is begun again. Once they are there, everything else is an ordinary pass.
 */
export async function takeOver(
  manifest: Manifest,
  before: RawObject,
  options: { objects: ClusterObjects; signal?: AbortSignal },
): Promise<void> {
  const { objects, signal } = options;
  const { kind, metadata } = manifest;
  const place = { namespace: metadata.namespace, name: metadata.name };
  if (!isWrittenAnew(kind, before)) {
    const operations = [...unchanged(before), ...label(manifest, before)];
    await objects.patch(kind, place, operations, { signal });
    return;
  }
  const anew = await objects.patch(
    kind,
    place,
    [...unchanged(before), replaceSpec(manifest, before)],
    { signal },
  );
  await objects.patch(
    kind,
    place,
    [...unchanged(anew), ...label(manifest, anew), own(manifest, anew)],
    { signal },
  );
}

/** What writing it anew as a whole would make of an object; nothing is written. */
export function tryRewrite(
  manifest: Manifest,
  before: RawObject,
  objects: ClusterObjects,
): Promise<RawObject> {
  const { kind, metadata } = manifest;
  return objects.patch(
    kind,
    { namespace: metadata.namespace, name: metadata.name },
    [
      // Its controller may write its status meanwhile
      ...same(before),
      replaceSpec(manifest, before),
      ...label(manifest, before),
    ],
    { dryRun: true },
  );
}

const KEEPS_CONTENT = ['Secret', 'PersistentVolumeClaim'];

/** Whether taking an object over replaces all that it says. */
export function isWrittenAnew(kind: string, { metadata }: RawObject): boolean {
  const applied = (metadata.managedFields ?? []).some(
    ({ manager, operation, fieldsV1 }) =>
      manager === FIELD_MANAGERS.objects &&
      operation === 'Apply' &&
      fieldsV1?.['f:spec'] !== undefined,
  );
  return !applied && !KEEPS_CONTENT.includes(kind);
}

// What the API server gave it once, it keeps
const KEPT: Record<string, string[]> = {
  Deployment: ['replicas'],
  Service: ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'],
};

function replaceSpec(manifest: Manifest, before: RawObject): JsonPatch[number] {
  const kept = Object.fromEntries(
    (KEPT[manifest.kind] ?? []).flatMap(field =>
      before.spec?.[field] === undefined ? [] : [[field, before.spec[field]]],
    ),
  );
  return {
    op: 'replace',
    path: '/spec',
    value: { ...(manifest.spec as object), ...kept },
  };
}

function same({ metadata }: RawObject): JsonPatch {
  return [{ op: 'test', path: '/metadata/uid', value: metadata.uid }];
}

function unchanged(before: RawObject): JsonPatch {
  const { metadata } = before;
  return [
    ...same(before),
    {
      op: 'test',
      path: '/metadata/resourceVersion',
      value: metadata.resourceVersion,
    },
  ];
}

// Whoever owned fields would keep those alive that we leave out one day: only
// writers of the status stay. Where nobody has applied anything, the first
// apply would make up an owner of all that is there, so something has to be
// applied
function own(
  { apiVersion }: Manifest,
  { metadata }: RawObject,
): JsonPatch[number] {
  const stay = (metadata.managedFields ?? []).filter(
    ({ subresource }) => subresource !== undefined,
  );
  const ours = {
    manager: FIELD_MANAGERS.objects,
    operation: 'Apply',
    apiVersion,
    fieldsType: 'FieldsV1',
    fieldsV1: {
      'f:metadata': { 'f:labels': { [`f:${OWNER_LABELS.model}`]: {} } },
    },
  };
  return {
    op: 'replace',
    path: '/metadata/managedFields',
    value: [...stay, ours],
  };
}

function label({ metadata }: Manifest, before: RawObject): JsonPatch {
  return [
    {
      op: 'add',
      path: '/metadata/labels',
      value: { ...before.metadata.labels, ...metadata.labels },
    },
    {
      op: 'add',
      path: '/metadata/annotations',
      value: { ...before.metadata.annotations, ...metadata.annotations },
    },
  ];
}

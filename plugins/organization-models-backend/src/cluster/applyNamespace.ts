import { setTimeout as delay } from 'node:timers/promises';
import { FIELD_MANAGERS, OWNER_LABELS } from '../domain/desired/ownership';
import type { Manifest } from '../domain/facts/ResolvedModel';
import type { ClusterObjects } from './ClusterObjects';
import { ClusterUnreachableError, ForeignNamespaceError } from './errors';
import type { RawObject } from './watchResource';

/** How long Kubernetes may take to make the service account of pods, and the pause between looks, in milliseconds. */
const ACCOUNT_MS = 10_000;
const ACCOUNT_PAUSE_MS = 50;

/**
 * Makes or mends an organization's namespace and what belongs into it.
 *
 * @param manifests - the namespace first
 * @throws `ForeignNamespaceError` when it is there and somebody else's
 */
export async function applyNamespace(
  objects: ClusterObjects,
  manifests: Manifest[],
): Promise<void> {
  const [namespace, ...contents] = manifests;
  await applyTo(objects, namespace, await readOwn(objects, namespace));
  for (const manifest of contents) {
    const { kind, metadata } = manifest;
    const before = await objects.read(kind, metadata.namespace, metadata.name);
    await applyTo(objects, manifest, before);
  }
  if (!contents.some(({ kind }) => kind === 'ResourceQuota')) {
    const { name } = contents[0].metadata;
    await objects.removeNamed('ResourceQuota', {
      namespace: namespace.metadata.name,
      name,
    });
  }
}

/** The same where the namespace is missing; waits until pods can be tried in it. */
export async function ensureNamespace(
  objects: ClusterObjects,
  manifests: Manifest[],
): Promise<void> {
  const [namespace] = manifests;
  if (!(await readOwn(objects, namespace))) {
    await applyNamespace(objects, manifests);
    await waitForAccount(objects, namespace.metadata.name);
  }
}

async function applyTo(
  objects: ClusterObjects,
  manifest: Manifest,
  before: RawObject | undefined,
): Promise<void> {
  await objects.apply(manifest, {
    fieldManager: FIELD_MANAGERS.objects,
    target: before ? { uid: before.metadata.uid } : 'absent',
  });
}

async function readOwn(
  objects: ClusterObjects,
  { metadata }: Manifest,
): Promise<RawObject | undefined> {
  const found = await objects.read('Namespace', '', metadata.name);
  const labels = found?.metadata.labels ?? {};
  const isOurs = [OWNER_LABELS.installation, OWNER_LABELS.organization].every(
    label => labels[label] === metadata.labels[label],
  );
  if (found && !isOurs) {
    throw new ForeignNamespaceError(metadata.name, metadata.labels);
  }
  return found;
}

async function waitForAccount(objects: ClusterObjects, namespace: string) {
  const deadline = performance.now() + ACCOUNT_MS;
  while (!(await objects.read('ServiceAccount', namespace, 'default'))) {
    if (performance.now() > deadline) {
      throw new ClusterUnreachableError(
        namespace,
        new Error(`the service account of namespace ${namespace} is not made`),
      );
    }
    await delay(ACCOUNT_PAUSE_MS);
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { FIELD_MANAGERS, OWNER_LABELS } from '../../domain/ownership/ownership';
import type { Manifest } from '../../domain/facts/ResolvedModel';
import type { ClusterObjects } from './ClusterObjects';
import { isOtherObject } from './applyRefusals';
import {
  ClusterRequestError,
  ClusterUnreachableError,
  ForeignNamespaceError,
  NamespaceRejectedError,
} from '../connection/errors';
import type { RawObject } from '../connection/RawObject';

/**
 * How long Kubernetes may take to make the service account of pods, and the
 * pause between looks, in milliseconds.
 */
const ACCOUNT_MS = 10_000;
const ACCOUNT_PAUSE_MS = 50;
/** How often an object may be made or replaced between look and write. */
const MOST_ATTEMPTS = 5;

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
  await applyTo(objects, namespace, () => readOwn(objects, namespace));
  for (const manifest of contents) {
    const { kind, metadata } = manifest;
    await applyTo(objects, manifest, () =>
      objects.read(kind, metadata.namespace, metadata.name),
    );
  }
  if (!contents.some(({ kind }) => kind === 'ResourceQuota')) {
    const { name } = contents[0].metadata;
    await objects.removeNamed('ResourceQuota', {
      namespace: namespace.metadata.name,
      name,
    });
  }
}

/**
 * The same where anything is missing, as when two first models come at once;
 * waits until pods can be tried in it.
 *
 * @throws `NamespaceRejectedError` when the API server does not let us
 */
export async function ensureNamespace(
  objects: ClusterObjects,
  manifests: Manifest[],
  { cluster }: { cluster: string },
): Promise<void> {
  const [namespace] = manifests;
  const { kind, metadata } = manifests[manifests.length - 1];
  try {
    const isThere =
      (await readOwn(objects, namespace)) &&
      (await objects.read(kind, metadata.namespace, metadata.name));
    if (!isThere) {
      await applyNamespace(objects, manifests);
    }
  } catch (error) {
    throw toAnswer(error, metadata.namespace);
  }
  await waitForAccount(objects, metadata.namespace, cluster);
}

function toAnswer(error: unknown, namespace: string): unknown {
  if (!(error instanceof ClusterRequestError)) {
    return error;
  }
  return error.isTransient || /is being terminated/.test(error.message)
    ? new ClusterUnreachableError(error.cluster, error)
    : new NamespaceRejectedError(namespace, error.message);
}

// Two first models of an organization make it at once: who comes second looks
// again
async function applyTo(
  objects: ClusterObjects,
  manifest: Manifest,
  read: () => Promise<RawObject | undefined>,
  attempt = 1,
): Promise<void> {
  const before = await read();
  try {
    await objects.apply(manifest, {
      fieldManager: FIELD_MANAGERS.objects,
      target: before ? { uid: before.metadata.uid } : 'absent',
    });
  } catch (error) {
    if (!isOtherObject(error) || attempt === MOST_ATTEMPTS) {
      throw error;
    }
    await applyTo(objects, manifest, read, attempt + 1);
  }
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

async function waitForAccount(
  objects: ClusterObjects,
  namespace: string,
  cluster: string,
) {
  const deadline = performance.now() + ACCOUNT_MS;
  while (!(await objects.read('ServiceAccount', namespace, 'default'))) {
    if (performance.now() > deadline) {
      throw new ClusterUnreachableError(
        cluster,
        new Error(`the service account of namespace ${namespace} is not made`),
      );
    }
    await delay(ACCOUNT_PAUSE_MS);
  }
}

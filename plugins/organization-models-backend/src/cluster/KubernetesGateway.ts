import {
  FIELD_MANAGERS,
  OWNER_LABELS,
  TOKEN_LABELS,
} from '../domain/ownership/ownership';
import type { ClaimFacts } from '../domain/facts/ClaimFacts';
import type { Manifest } from '../domain/facts/ResolvedModel';
import { diffObjects } from '../domain/plan/diffObjects';
import type { LiveWorkload } from '../domain/adoption/LiveWorkload';
import type { PodFacts } from '../domain/facts/ObservedModel';
import type { Origin } from '../domain/facts/Origin';
import type { Trial } from '../domain/plan/Trial';
import { ensureNamespace } from './applyNamespace';
import { untilSent } from './ClusterConnection';
import {
  type ClusterObjects,
  findObstacles,
  isOtherObject,
} from './ClusterObjects';
import {
  ClusterRefusalError,
  ClusterRequestError,
  ClusterUnreachableError,
  ForeignObjectError,
  SecretRefusedError,
} from './errors';
import { findMissingPart } from './findMissingPart';
import { toPodFacts } from './observe/reading/toPodFacts';
import { isWrittenAnew, tryRewrite } from './takeOver';
import { isLimited, toClaimFacts } from './toClaimFacts';
import { toLiveWorkload } from './toLiveWorkload';
import type { RawObject } from './watchResource';

/** Implements what services need of clusters with dry runs. */
export class KubernetesGateway {
  constructor(
    private readonly clusters: {
      name: string;
      namespace: string;
      objects: ClusterObjects;
    }[],
  ) {}

  async tryManifests(
    cluster: string,
    modelId: string,
    manifests: Manifest[],
    { takesOver = [] }: { takesOver?: Origin['objects'] } = {},
  ): Promise<Trial[]> {
    const objects = this.#objectsOf(cluster);
    return Promise.all(
      manifests.map(manifest =>
        tryManifest(objects, manifest, { modelId, takesOver }),
      ),
    );
  }

  untilSent(): Promise<void> {
    return untilSent();
  }

  async readWorkload(
    cluster: string,
    { namespace, name }: { namespace: string; name: string },
  ): Promise<LiveWorkload | undefined> {
    const objects = this.#objectsOf(cluster);
    const [deployment, service] = await answering(() =>
      Promise.all([
        objects.read('Deployment', namespace, name),
        objects.read('Service', namespace, name),
      ]),
    );
    return deployment && toLiveWorkload(deployment, service);
  }

  async readIdentity(
    cluster: string,
    {
      kind,
      namespace,
      name,
    }: { kind: string; namespace: string; name: string },
  ): Promise<{ uid: string; labels: Record<string, string> } | undefined> {
    const objects = this.#objectsOf(cluster);
    const found = await answering(() =>
      objects.readMetadata(kind, namespace, name),
    );
    return found && { uid: found.uid, labels: found.labels ?? {} };
  }

  async listPods(
    cluster: string,
    place: { namespace: string; labels: Record<string, string> },
  ): Promise<PodFacts[]> {
    const objects = this.#objectsOf(cluster);
    return answering(async () =>
      (await objects.listPods(place)).map(toPodFacts),
    );
  }

  async hasNamespace(cluster: string, name: string): Promise<boolean> {
    const objects = this.#objectsOf(cluster);
    const found = await answering(() => objects.read('Namespace', '', name));
    return found !== undefined;
  }

  async ensureNamespace(cluster: string, manifests: Manifest[]): Promise<void> {
    const objects = this.#objectsOf(cluster);
    await answering(() => ensureNamespace(objects, manifests, { cluster }));
  }

  async applySecret(cluster: string, manifest: Manifest) {
    const objects = this.#objectsOf(cluster);
    const refused = (error: ClusterRequestError) =>
      new SecretRefusedError(error, manifest);
    const written = await answering(
      () => retryingOnce(() => applyOurs(objects, manifest)),
      refused,
    );
    return {
      takeBack: () => answering(() => takeBack(objects, written), refused),
    };
  }

  readSecretLabels(
    cluster: string,
    secret: { namespace: string; name: string },
  ) {
    return this.#readLabels(cluster, 'Secret', secret);
  }

  async listSecrets(
    cluster: string,
    {
      namespace,
      labels,
    }: { namespace: string; labels: Record<string, string> },
  ) {
    const objects = this.#objectsOf(cluster);
    const found = await answering(() =>
      objects.listMetadata('Secret', { namespace, labels }),
    );
    return found.map(({ name, uid, creationTimestamp, ...metadata }) => ({
      name,
      namespace,
      uid,
      labels: metadata.labels ?? {},
      annotations: metadata.annotations ?? {},
      createdAt: creationTimestamp,
    }));
  }

  async deleteSecret(
    cluster: string,
    secret: { name: string; namespace: string; uid: string },
  ): Promise<void> {
    const objects = this.#objectsOf(cluster);
    await answering(() =>
      objects.remove({ kind: 'Secret', ...secret }, { foreground: false }),
    );
  }

  readClaimLabels(cluster: string, claim: { namespace: string; name: string }) {
    return this.#readLabels(cluster, 'PersistentVolumeClaim', claim);
  }

  async readClaim(
    cluster: string,
    { namespace, name }: { namespace: string; name: string },
  ): Promise<ClaimFacts | undefined> {
    const objects = this.#objectsOf(cluster);
    return answering(async () => {
      const claim = await objects.read(
        'PersistentVolumeClaim',
        namespace,
        name,
      );
      if (!claim) {
        return undefined;
      }
      const { volumeName } = claim.spec ?? {};
      const [seen, pods] = await Promise.all([
        volumeName ? readVolume(objects, volumeName) : {},
        isLimited(claim)
          ? objects.listPods({ namespace, labels: {} })
          : undefined,
      ]);
      return toClaimFacts(claim, { ...seen, pods });
    });
  }

  async #readLabels(
    cluster: string,
    kind: string,
    { namespace, name }: { namespace: string; name: string },
  ): Promise<Record<string, string> | undefined> {
    const objects = this.#objectsOf(cluster);
    const found = await answering(() =>
      objects.readMetadata(kind, namespace, name),
    );
    return found && (found.labels ?? {});
  }

  #objectsOf(cluster: string): ClusterObjects {
    const found = this.clusters.find(({ name }) => name === cluster);
    if (!found) {
      throw new Error(`Cluster ${cluster} is not open`);
    }
    return found.objects;
  }
}

// Somebody may come in between: look again
async function retryingOnce<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isOtherObject(error)) {
      throw error;
    }
    return write();
  }
}

type Written = { before: RawObject | undefined; answer: RawObject };

async function applyOurs(
  objects: ClusterObjects,
  manifest: Manifest,
): Promise<Written> {
  const { kind, metadata } = manifest;
  const { namespace, name, labels } = metadata;
  const before = await objects.read(kind, namespace, name);
  if (before && !hasSameOwner(before.metadata.labels, labels)) {
    throw new ForeignObjectError(kind, name);
  }
  const answer = await objects.apply(manifest, {
    fieldManager: FIELD_MANAGERS.objects,
    target: before ? { uid: before.metadata.uid } : 'absent',
  });
  return { before, answer };
}

// Unless another wrote it since, whose word is the last then
async function takeBack(
  objects: ClusterObjects,
  { before, answer }: Written,
): Promise<void> {
  const { name, namespace = '', uid, resourceVersion } = answer.metadata;
  if (!before) {
    await objects.remove(
      { kind: 'Secret', name, namespace, uid },
      { foreground: false, resourceVersion },
    );
    return;
  }
  const { labels = {}, annotations } = before.metadata;
  await objects.apply(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace, labels, annotations },
      type: before.type,
      data: before.data,
    },
    { fieldManager: FIELD_MANAGERS.objects, target: { uid, resourceVersion } },
  );
}

// Of one model, or of the tokens of one organization
function hasSameOwner(
  before: Record<string, string> = {},
  after: Record<string, string>,
): boolean {
  return [
    OWNER_LABELS.installation,
    OWNER_LABELS.organization,
    OWNER_LABELS.model,
    TOKEN_LABELS.name,
  ].every(label => before[label] === after[label]);
}

/** Turns what the API server refuses into what users are answered. */
async function answering<T>(
  work: () => Promise<T>,
  toRefused = (error: ClusterRequestError): Error =>
    new ClusterRefusalError(error),
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ClusterRequestError)) {
      throw error;
    }
    throw isPassing(error)
      ? new ClusterUnreachableError(error.cluster, error)
      : toRefused(error);
  }
}

// Volumes belong to the cluster, and who may not look at them knows less
async function readVolume(
  objects: ClusterObjects,
  name: string,
): Promise<{ volume?: RawObject; hidden?: string }> {
  try {
    return { volume: await objects.read('PersistentVolume', '', name) };
  } catch (error) {
    if (error instanceof ClusterRequestError && error.status === 403) {
      return { hidden: error.message };
    }
    throw error;
  }
}

const CREATED: Extract<Trial, { outcome: 'accepted' }> = {
  outcome: 'accepted',
  action: 'create',
  changes: [],
  foreign: false,
};

async function tryManifest(
  objects: ClusterObjects,
  manifest: Manifest,
  { modelId, takesOver }: { modelId: string; takesOver: Origin['objects'] },
): Promise<Trial> {
  const { kind, metadata } = manifest;
  const isTakenOver = ({ metadata: { uid } }: RawObject) =>
    takesOver.some(object => object.kind === kind && object.uid === uid);
  try {
    if (kind === 'Pod') {
      const { spec } = await objects.tryPod(manifest);
      return { ...CREATED, pod: spec };
    }
    const [after] = await Promise.allSettled([
      objects.tryApply(manifest, { fieldManager: FIELD_MANAGERS.objects }),
    ]);
    if (after.status === 'fulfilled' && after.value.isNew) {
      return CREATED;
    }
    if (after.status === 'rejected' && after.reason.lacksRight) {
      throw after.reason;
    }
    const { namespace, name } = metadata;
    const before = await objects.read(kind, namespace, name);
    const isTaken = before !== undefined && isTakenOver(before);
    // What is refused about an object that is not ours tells nobody anything
    if (before && !isTaken && !objects.isOf(modelId, before)) {
      return {
        outcome: 'accepted',
        action: 'update',
        changes: [],
        foreign: true,
      };
    }
    const isInTheWay =
      after.status === 'rejected' &&
      findObstacles(after.reason, before, manifest).length > 0;
    if (before && (isInTheWay || (isTaken && isWrittenAnew(kind, before)))) {
      return toAccepted(before, await tryRewrite(manifest, before, objects));
    }
    return toAccepted(before, valueOf(after).object);
  } catch (error) {
    if (error instanceof ClusterRequestError && !isPassing(error)) {
      return toRefusal(error, manifest);
    }
    if (error instanceof ClusterRequestError) {
      throw new ClusterUnreachableError(error.cluster, error);
    }
    throw error;
  }
}

function toAccepted(before: RawObject | undefined, planned: RawObject): Trial {
  if (!before) {
    return CREATED;
  }
  const changes = diffObjects(before, planned);
  const action = changes.length > 0 ? 'update' : 'unchanged';
  return { outcome: 'accepted', action, changes, foreign: false };
}

function valueOf<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') {
    throw result.reason;
  }
  return result.value;
}

// A namespace, and the service account in it, take a moment to be made
function isPassing({ isTransient, message }: ClusterRequestError): boolean {
  return (
    isTransient ||
    /^namespaces ".*" not found|serviceaccount ".*" not found/.test(message)
  );
}

function toRefusal(error: ClusterRequestError, manifest: Manifest): Trial {
  const { message } = error;
  if (/does not support dry run/.test(message)) {
    return { outcome: 'unknown', message };
  }
  const missing = findMissingPart(error, manifest);
  if (missing?.code === 'MissingCrd') {
    return { outcome: 'refused', code: missing.code, message: missing.message };
  }
  const code = /exceeded quota/.test(message)
    ? 'QuotaExceeded'
    : 'RejectedByCluster';
  return { outcome: 'refused', code, message };
}

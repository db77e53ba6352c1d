import type { ClaimFacts } from '../../domain/facts/ClaimFacts';
import type { Manifest } from '../../domain/facts/ResolvedModel';
import type { LiveWorkload } from '../../domain/adoption/LiveWorkload';
import type { PodFacts } from '../../domain/facts/ObservedModel';
import type { Origin } from '../../domain/facts/Origin';
import type { Trial } from '../../domain/plan/Trial';
import { answering } from './answering';
import { ensureNamespace } from '../objects/applyNamespace';
import { untilSent } from '../connection/ClusterConnection';
import type { ClusterObjects } from '../objects/ClusterObjects';
import {
  type ClusterRequestError,
  SecretRefusedError,
} from '../connection/errors';
import { toPodFacts } from '../observe/reading/toPodFacts';
import { readClaim } from './readClaim';
import { toLiveWorkload } from './toLiveWorkload';
import { tryManifest } from './tryManifest';
import { takeBack, writeSecret } from './writeSecret';

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
      () => writeSecret(objects, manifest),
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
    claim: { namespace: string; name: string },
  ): Promise<ClaimFacts | undefined> {
    const objects = this.#objectsOf(cluster);
    return answering(() => readClaim(objects, claim));
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

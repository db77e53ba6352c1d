import { PatchStrategy } from '@kubernetes/client-node';
import type { ClusterClients } from '@orgmodels/dev-cluster';
import pLimit from 'p-limit';
import {
  type AppliedObject,
  FIELD_MANAGERS,
  hashOf,
  type Manifest,
  type RawObject,
  type StoredModel,
  toAppliedObject,
  withReplicas,
} from '../backend';
import { buildBenchManifests } from './buildBenchManifests';
import { buildBenchModel } from './buildBenchModel';
import { type BenchDatabase, seedModels } from './openBenchDatabase';

/** Requests at a time while objects are made. */
const PARALLEL = 24;

/**
 * Stopped models, as many as wanted, in the database and the cluster: their
 * objects are exactly as the controller would have applied them, so that it
 * has nothing to do with them.
 */
export class Fleet {
  #size = 0;

  constructor(
    private readonly clients: ClusterClients,
    private readonly database: BenchDatabase,
  ) {}

  async growTo(size: number): Promise<void> {
    const limit = pLimit(PARALLEL);
    const models = await Promise.all(
      Array.from({ length: size - this.#size }, (_, index) =>
        limit(() => this.#make(buildStopped(this.#size + index))),
      ),
    );
    await seedModels(this.database, models);
    this.#size = size;
  }

  async #make(model: StoredModel): Promise<StoredModel> {
    const manifests = buildBenchManifests(model);
    const applied: AppliedObject[] = [];
    for (const manifest of manifests) {
      const answer =
        manifest.kind === 'Deployment'
          ? await this.#makeDeployment(manifest)
          : await this.#apply(manifest, FIELD_MANAGERS.objects);
      const manifestHash = hashOf(manifest);
      applied.push({
        ...toAppliedObject(manifest, answer, new Date()),
        manifestHash,
      });
    }
    return { ...model, applied };
  }

  // As the controller does it: the replicas are another manager's, or the next
  // apply of the rest would leave one behind, and a pod
  async #makeDeployment(manifest: Manifest): Promise<RawObject> {
    await this.#apply(withReplicas(manifest, 0), FIELD_MANAGERS.replicas);
    return this.#apply(manifest, FIELD_MANAGERS.objects);
  }

  async #apply(manifest: Manifest, manager: string): Promise<RawObject> {
    const answer = await this.clients.objects.patch(
      manifest as never,
      undefined,
      undefined,
      manager,
      true,
      PatchStrategy.ServerSideApply,
    );
    // As the watches see it: plain JSON
    return JSON.parse(JSON.stringify(answer));
  }
}

function buildStopped(index: number): StoredModel {
  const model = buildBenchModel(index);
  return {
    ...model,
    spec: { ...model.spec, desired_state: 'stopped' },
    status: 'stopped',
    replicas: { desired: 0, ready: 0, available: 0, updated: 0 },
  };
}

import { type KubernetesObject, PatchStrategy } from '@kubernetes/client-node';
import type { ClusterClients } from '@orgmodels/dev-cluster';
import {
  buildProbePod,
  buildScaleManifest,
  type Manifest,
  withReplicas,
} from '../backend';

/**
 * What anybody would write with client-node, who makes the same requests as we
 * do for a new model: the dry runs of POST, and the applies of the controller.
 *
 * @remarks The clients of the development cluster keep their connections;
 * stock ones of client-node 2.0 make a TLS handshake for each request.
 */
export class PlainProgram {
  constructor(private readonly clients: ClusterClients) {}

  async tryAll(manifests: Manifest[]): Promise<void> {
    const deployment = find(manifests, 'Deployment');
    await Promise.all([
      ...manifests.map(manifest => this.#apply(manifest, { dryRun: true })),
      this.clients.objects.create(
        buildProbePod(deployment) as KubernetesObject,
        undefined,
        'All',
      ),
    ]);
  }

  async applyAll(manifests: Manifest[], replicas: number): Promise<void> {
    const deployment = find(manifests, 'Deployment');
    for (const manifest of manifests) {
      if (manifest !== deployment) {
        await this.#apply(manifest);
      }
    }
    const scale = { manager: 'bench-replicas' };
    await this.#apply(withReplicas(deployment, replicas), scale);
    await this.#apply(deployment);
    await this.#apply(toScale(deployment, replicas), scale);
  }

  #apply(
    manifest: Manifest,
    options: { dryRun?: boolean; manager?: string } = {},
  ): Promise<KubernetesObject> {
    return this.clients.objects.patch(
      manifest as KubernetesObject,
      undefined,
      options.dryRun ? 'All' : undefined,
      options.manager ?? 'bench',
      true,
      PatchStrategy.ServerSideApply,
    );
  }
}

function find(manifests: Manifest[], kind: string): Manifest {
  return manifests.find(manifest => manifest.kind === kind)!;
}

function toScale({ metadata }: Manifest, replicas: number): Manifest {
  return buildScaleManifest({
    namespace: metadata.namespace,
    spec: { name: metadata.name, model_type: 'chat' },
    replicas,
  })!;
}

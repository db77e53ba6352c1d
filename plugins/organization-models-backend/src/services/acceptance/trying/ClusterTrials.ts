import type { PlanWarning } from '@orgmodels/backstage-plugin-organization-models-common';
import { buildProbePod } from '../../../domain/desired/pod/buildProbePod';
import { findDeployment } from '../../../domain/desired/findDeployment';
import type { ClusterFacts } from '../../../domain/facts/ClusterFacts';
import type { Manifest } from '../../../domain/facts/ResolvedModel';
import type { StoredModel } from '../../../domain/facts/StoredModel';
import type { PlacedPodSpec } from '../../../domain/placement/toReplica';
import type { Trial } from '../../../domain/plan/Trial';
import type { ClusterGateway } from '../ClusterGateway';
import type { NamespacePreparer, PreparedCluster } from './NamespacePreparer';

/** The API server's own word on each object of a model. */
export type Tried = {
  trials: Trial[];
  /** What it made of a pod of the template, where it took one. */
  pod: PlacedPodSpec | undefined;
  warnings: PlanWarning[];
};

/** Lets the API server try what a model is made of. */
export class ClusterTrials {
  constructor(
    private readonly options: {
      gateway: Pick<ClusterGateway, 'tryManifests'>;
      namespaces: NamespacePreparer;
    },
  ) {}

  /** @param options - `judged`: refuses it, and then no namespace is made */
  async try(
    model: StoredModel,
    manifests: Manifest[],
    options: {
      cluster: PreparedCluster;
      facts: ClusterFacts;
      dryRun: boolean;
      judged: Promise<unknown>;
    },
  ): Promise<Tried> {
    const { gateway, namespaces } = this.options;
    const place = await namespaces.prepare(model, options);
    const tried = [...manifests, buildProbePod(findDeployment(manifests))];
    const trials = await gateway.tryManifests(
      options.cluster.name,
      model.id,
      tried.map(manifest => inNamespace(manifest, place.namespace)),
      { takesOver: model.origin?.objects },
    );
    return {
      trials,
      pod: podOf(trials),
      warnings: [...place.warnings, ...warningsOf(trials)],
    };
  }
}

function inNamespace(manifest: Manifest, namespace: string): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, namespace } };
}

// The last of what was tried is a pod of the template
function podOf(trials: Trial[]): PlacedPodSpec | undefined {
  const trial = trials.at(-1);
  return trial?.outcome === 'accepted'
    ? (trial.pod as PlacedPodSpec | undefined)
    : undefined;
}

function warningsOf(trials: Trial[]): PlanWarning[] {
  return trials.flatMap(trial =>
    trial.outcome === 'unknown'
      ? [{ code: 'NotTried', message: trial.message }]
      : [],
  );
}

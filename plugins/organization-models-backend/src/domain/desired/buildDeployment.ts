import type {
  V1DeploymentSpec,
  V1DeploymentStrategy,
} from '@kubernetes/client-node';
import type { Manifest, ResolvedModel } from '../facts/ResolvedModel';
import { Build, buildMetadata } from './buildMetadata';
import { buildPodTemplate } from './pod/buildPodTemplate';
import { FOREIGN_LABELS, podSelector } from '../ownership/ownership';

// what comes before the start-up budget runs: scheduling, a first image pull
const SCHEDULE_AND_PULL_SECONDS = 900;

/** The Deployment, without `spec.replicas`. */
export function buildDeployment(build: Build): Manifest {
  const { context } = build;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: withQueue(
      buildMetadata(build),
      context.spec.deployment_config?.queue_name,
    ),
    spec: buildSpec(build),
  };
}

function buildSpec(build: Build): V1DeploymentSpec {
  const { resolved } = build.context;
  return {
    selector: { matchLabels: podSelector(build.context) },
    // said, so that a rollout which somebody paused goes on
    paused: false,
    strategy: buildStrategy(resolved),
    progressDeadlineSeconds:
      resolved.startupBudgetSeconds + SCHEDULE_AND_PULL_SECONDS,
    // the specs of all generations are kept in the database
    revisionHistoryLimit: 2,
    template: buildPodTemplate(build),
  };
}

/**
 * A rollout never needs a spare GPU: old pods go first. With one replica, or a
 * claim that one node at a time can mount, the old pod has to be gone entirely.
 */
function buildStrategy({
  scaling,
  storage,
}: ResolvedModel): V1DeploymentStrategy {
  const single = scaling.mode === 'fixed' && scaling.replicas <= 1;
  const onOneNode =
    storage.kind === 'own' && storage.accessMode === 'ReadWriteOnce';
  return single || onOneNode
    ? { type: 'Recreate' }
    : {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
      };
}

// Kueue's webhook passes the label on to the pods
function withQueue(metadata: Manifest['metadata'], queue: string | undefined) {
  return queue
    ? {
        ...metadata,
        labels: { ...metadata.labels, [FOREIGN_LABELS.queue]: queue },
      }
    : metadata;
}

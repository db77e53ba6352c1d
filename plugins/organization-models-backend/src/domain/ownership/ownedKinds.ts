/** A kind of Kubernetes: where an API server serves it. */
export type ResourceKind = {
  kind: string;
  apiVersion: string;
  plural: string;
  /** The CRD without which it is not served. */
  customResource?: string;
};

/** A kind of which models have objects. */
export type OwnedKind = ResourceKind & {
  kind: OwnedKindName;
  /**
   * What a pass removes: what no manifest asks for; the Secret of a token that
   * was revoked; or nothing, since it holds what cannot be made again.
   */
  pruned: 'unwanted' | 'revoked' | 'never';
  /** When a deletion removes it; those of a stage go together. */
  removed: RemovalStage;
  /**
   * What is watched of it: `every` object, since others' count as well; `ours`;
   * of `ours` the `metadata` alone, in as few namespaces as possible.
   */
  watched: 'every' | 'ours' | 'metadata';
};

export type OwnedKindName =
  | 'PersistentVolumeClaim'
  | 'Secret'
  | 'Service'
  | 'Deployment'
  | 'ServiceMonitor'
  | 'PodAutoscaler';

/**
 * The stages of a deletion: what scales and scrapes, then the pods, which are
 * waited for, then what led to them, then what cannot be made again.
 */
export const REMOVAL_STAGES = ['scaling', 'pods', 'serving', 'kept'] as const;

export type RemovalStage = (typeof REMOVAL_STAGES)[number];

/**
 * The kinds of our objects, in the order in which they are made: what pods need
 * comes before them, what scrapes or scales them afterwards.
 *
 * @remarks A new kind is a line here, a builder in `domain/desired`, and rights
 * in the chart's `files/rbac.yaml`; tests look that all three are there.
 */
export const OWNED_KINDS: readonly OwnedKind[] = [
  {
    kind: 'PersistentVolumeClaim',
    apiVersion: 'v1',
    plural: 'persistentvolumeclaims',
    pruned: 'never',
    removed: 'kept',
    watched: 'ours',
  },
  {
    kind: 'Secret',
    apiVersion: 'v1',
    plural: 'secrets',
    pruned: 'revoked',
    removed: 'kept',
    // who may list the Secrets of a cluster may read all of them
    watched: 'metadata',
  },
  {
    kind: 'Service',
    apiVersion: 'v1',
    plural: 'services',
    pruned: 'unwanted',
    removed: 'serving',
    watched: 'ours',
  },
  {
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    plural: 'deployments',
    pruned: 'unwanted',
    removed: 'pods',
    // operators and models that somebody else made are Deployments, too
    watched: 'every',
  },
  {
    kind: 'ServiceMonitor',
    apiVersion: 'monitoring.coreos.com/v1',
    plural: 'servicemonitors',
    customResource: 'servicemonitors.monitoring.coreos.com',
    pruned: 'unwanted',
    removed: 'scaling',
    watched: 'ours',
  },
  {
    kind: 'PodAutoscaler',
    apiVersion: 'autoscaling.aibrix.ai/v1alpha1',
    plural: 'podautoscalers',
    customResource: 'podautoscalers.autoscaling.aibrix.ai',
    pruned: 'unwanted',
    removed: 'scaling',
    watched: 'ours',
  },
];

/** @returns `undefined` for a kind that no model has objects of */
export function findOwnedKind(name: string): OwnedKind | undefined {
  return OWNED_KINDS.find(({ kind }) => kind === name);
}

import type { CustomResourceFacts } from '../../domain/facts/ClusterFacts';
import {
  OWNED_KINDS,
  type ResourceKind,
} from '../../domain/ownership/ownedKinds';

/** What a model can be served by, ours or not: kinds of AIBrix and its like. */
export const WORKLOAD_KINDS: ResourceKind[] = [
  { kind: 'Deployment', apiVersion: 'apps/v1', plural: 'deployments' },
  { kind: 'StatefulSet', apiVersion: 'apps/v1', plural: 'statefulsets' },
  {
    kind: 'LeaderWorkerSet',
    apiVersion: 'leaderworkerset.x-k8s.io/v1',
    plural: 'leaderworkersets',
    customResource: 'leaderworkersets.leaderworkerset.x-k8s.io',
  },
  {
    kind: 'RayClusterFleet',
    apiVersion: 'orchestration.aibrix.ai/v1alpha1',
    plural: 'rayclusterfleets',
    customResource: 'rayclusterfleets.orchestration.aibrix.ai',
  },
  {
    kind: 'StormService',
    apiVersion: 'orchestration.aibrix.ai/v1alpha1',
    plural: 'stormservices',
    customResource: 'stormservices.orchestration.aibrix.ai',
  },
];

const POD: ResourceKind = { kind: 'Pod', apiVersion: 'v1', plural: 'pods' };
const REPLICA_SET: ResourceKind = {
  kind: 'ReplicaSet',
  apiVersion: 'apps/v1',
  plural: 'replicasets',
};
const VOLUME: ResourceKind = {
  kind: 'PersistentVolume',
  apiVersion: 'v1',
  plural: 'persistentvolumes',
};
const NAMESPACE: ResourceKind = {
  kind: 'Namespace',
  apiVersion: 'v1',
  plural: 'namespaces',
};

/** What an organization's namespace has of its own. */
const POLICIES: ResourceKind[] = [
  { kind: 'LimitRange', apiVersion: 'v1', plural: 'limitranges' },
  { kind: 'ResourceQuota', apiVersion: 'v1', plural: 'resourcequotas' },
  {
    kind: 'NetworkPolicy',
    apiVersion: 'networking.k8s.io/v1',
    plural: 'networkpolicies',
  },
  { kind: 'ServiceAccount', apiVersion: 'v1', plural: 'serviceaccounts' },
];

/** @throws `Error` for a kind that this plugin never looks at */
export function resourceKind(kind: string): ResourceKind {
  const found = [
    ...OWNED_KINDS,
    ...POLICIES,
    POD,
    REPLICA_SET,
    NAMESPACE,
    VOLUME,
  ].find(other => other.kind === kind);
  if (!found) {
    throw new Error(`Objects of kind ${kind} are not known`);
  }
  return found;
}

/** Whether a cluster serves a kind: every one does that needs no definition. */
export function isServed(
  { customResource, apiVersion }: ResourceKind,
  resources: CustomResourceFacts[],
): boolean {
  const [, version] = apiVersion.split('/');
  return (
    customResource === undefined ||
    resources.some(
      ({ name, served }) => name === customResource && served.includes(version),
    )
  );
}

/** The path of a collection, or of one object in it. */
export function resourcePath(
  { apiVersion, plural }: ResourceKind,
  options: { namespace?: string; name?: string } = {},
): string {
  const root = apiVersion.includes('/')
    ? `/apis/${apiVersion}`
    : `/api/${apiVersion}`;
  const scope = options.namespace
    ? `/namespaces/${encodeURIComponent(options.namespace)}`
    : '';
  const name = options.name ? `/${encodeURIComponent(options.name)}` : '';
  return `${root}${scope}/${plural}${name}`;
}

/**
 * The custom resource definitions a cluster can be given, by the project they come from.
 *
 * @remarks
 * The names are those of `control-plane/crds.mjs`, which knows the modules and versions.
 */
export const crdSets = [
  'aibrix',
  'kuberay',
  'gpuOperator',
  'gatewayApi',
  'envoyGateway',
  'prometheusOperator',
  'leaderWorkerSet',
  'kueue',
] as const;

/** One of {@link crdSets}. */
export type CrdSet = (typeof crdSets)[number];

/** All sets but the named ones, for a cluster that lacks an operator. */
export function crdSetsWithout(...left: CrdSet[]): CrdSet[] {
  return crdSets.filter(set => !left.includes(set));
}

/** The processes a cluster consists of, as kwokctl names them. */
export const clusterComponents = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok-controller',
] as const;

/** One of {@link clusterComponents}. */
export type ClusterComponent = (typeof clusterComponents)[number];

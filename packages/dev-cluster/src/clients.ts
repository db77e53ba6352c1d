import {
  AppsV1Api,
  BatchV1Api,
  CoordinationV1Api,
  CoreV1Api,
  CustomObjectsApi,
  DiscoveryV1Api,
  EventsV1Api,
  KubernetesObjectApi,
  RbacAuthorizationV1Api,
  StorageV1Api,
} from '@kubernetes/client-node';
import { ClusterKubeConfig } from './ClusterKubeConfig';

/** Typed clients of one cluster, all with the rights of its kubeconfig. */
export interface ClusterClients {
  /** For watches, logs, port-forwarding and clients not named here. */
  config: ClusterKubeConfig;
  core: CoreV1Api;
  apps: AppsV1Api;
  batch: BatchV1Api;
  coordination: CoordinationV1Api;
  custom: CustomObjectsApi;
  discovery: DiscoveryV1Api;
  events: EventsV1Api;
  rbac: RbacAuthorizationV1Api;
  storage: StorageV1Api;
  /** Reads and writes objects of any kind, also by server-side apply. */
  objects: KubernetesObjectApi;
  /** Ends the connections. */
  close(): Promise<void>;
}

/** Makes the clients for the current context of a kubeconfig file. */
export function connectClients(kubeconfig: string): ClusterClients {
  const config = new ClusterKubeConfig();
  config.loadFromFile(kubeconfig);
  return {
    config,
    core: config.makeApiClient(CoreV1Api),
    apps: config.makeApiClient(AppsV1Api),
    batch: config.makeApiClient(BatchV1Api),
    coordination: config.makeApiClient(CoordinationV1Api),
    custom: config.makeApiClient(CustomObjectsApi),
    discovery: config.makeApiClient(DiscoveryV1Api),
    events: config.makeApiClient(EventsV1Api),
    rbac: config.makeApiClient(RbacAuthorizationV1Api),
    storage: config.makeApiClient(StorageV1Api),
    objects: KubernetesObjectApi.makeApiClient(config),
    close: () => config.close(),
  };
}

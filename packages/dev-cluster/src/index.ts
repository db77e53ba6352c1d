/**
 * A real Kubernetes control plane for development, tests and benchmarks: etcd, API server, controller manager and
 * scheduler as they are in production, with kubelets played by kwok.
 */
export { startCluster } from './cluster/startCluster';
export type {
  ClusterSnapshots,
  DevCluster,
  StartClusterOptions,
} from './cluster/DevCluster';
export { readAudit, type AuditedRequest } from './cluster/audit';
export type {
  ClusterFaults,
  FaultOptions,
} from './cluster/trouble/clusterFaults';
export {
  clusterComponents,
  type ClusterComponent,
} from './cluster/layout/components';
export {
  cacheDirectory,
  ensureControlPlane,
  type ControlPlane,
} from './cluster/kwokctl/ensureControlPlane';
export type { FaultProxy, Storm } from './cluster/trouble/openFaultProxy';
export type { Relay } from './cluster/trouble/openRelay';
export type { WhenOwnerDies } from './processes/watchOwner';
export { connectClients, type ClusterClients } from './clients';
export { applyObjects } from './applyObjects';
export { crdSets, crdSetsWithout, type CrdSet } from './crdSets';
export { buildNodes } from './nodes/buildNodes';
export { nodeShapes, type NamedNodeShapes } from './nodes/nodeShapes';
export type {
  AmdAccelerator,
  MigSlice,
  NodeShape,
  NvidiaAccelerator,
  NvidiaModel,
} from './nodes/NodeShape';
export { ClusterKubeConfig } from './ClusterKubeConfig';
export * from './testing';
export * from './scenarios';
export * from './standIns';
export {
  startPostgres,
  type Postgres,
  type StartPostgresOptions,
} from './postgres/startPostgres';
export { applyNodes } from './nodes/applyNodes';
export { readNodeFile } from './nodes/readNodeFile';
export { sharedClass } from './cluster/data/sharedVolumes';
export { runHelm } from './helm/runHelm';
export { startPrometheus, type Prometheus } from './prometheus/startPrometheus';
export type { ServiceMonitor } from './prometheus/toScrapeConfig';
export { startRegistry, type RegistryAuth } from './registry/startRegistry';
export type { RunningServer } from './processes/startServer';

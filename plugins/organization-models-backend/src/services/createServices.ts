import type { PodSettings } from '../domain/facts/ResolvedModel';
import { DEFAULT_GPU_CONFIG } from '../domain/fit/gpuConfig';
import type { Policies } from '../domain/policy/layPolicy';
import type { Database } from '../database/openDatabase';
import {
  AuthorizedModelService,
  type Authorizer,
} from './AuthorizedModelService';
import { AuthorizedTokenService } from './AuthorizedTokenService';
import type { ClusterGateway } from './ClusterGateway';
import { DefaultModelReads } from './DefaultModelReads';
import { DefaultModelWrites } from './DefaultModelWrites';
import { DefaultStatusService } from './DefaultStatusService';
import { FitAssessor } from './FitAssessor';
import { ModelPlanner } from './ModelPlanner';
import { ModelPreparer } from './ModelPreparer';
import { NamedSecrets } from './NamedSecrets';
import { OrganizationTokens } from './OrganizationTokens';
import { PolicyGuard } from './PolicyGuard';
import { type HubReader, ModelResolver } from './ModelResolver';

type ServiceCluster = {
  name: string;
  namespace: string;
  requiredComponents: string[];
  serviceMonitorLabels: Record<string, string>;
  storageClass: string | undefined;
  pods: PodSettings;
};

/** The use cases, wired to their stores. */
export function createServices(options: {
  config: {
    defaults: {
      image: string;
      cpu: string;
      memory: string;
      storageSize: string;
    };
    policies: Policies;
  };
  clusters: ServiceCluster[];
  database: Database;
  gateway: ClusterGateway;
  hub: HubReader;
  authorizer: Authorizer;
  onMarked(): void;
}) {
  const { config, clusters, database, gateway, hub, authorizer, onMarked } =
    options;
  const now = () => new Date();
  const reads = new DefaultModelReads({ ...database, clusters, now });
  const preparer = new ModelPreparer({
    ...database,
    planner: new ModelPlanner({
      ...database,
      gateway,
      fit: new FitAssessor(database),
    }),
    resolver: new ModelResolver({
      defaults: config.defaults,
      gpus: DEFAULT_GPU_CONFIG,
      hub,
    }),
    secrets: new NamedSecrets({ ...database, gateway }),
    policy: new PolicyGuard({
      ...config,
      clusters: clusters.map(({ name }) => name),
    }),
    clusters,
    now,
  });
  const writes = new DefaultModelWrites({
    ...database,
    preparer,
    gateway,
    now,
    onMarked,
  });
  return {
    models: new AuthorizedModelService(reads, writes, authorizer),
    tokens: new AuthorizedTokenService(
      new OrganizationTokens({ ...database, gateway, clusters, now }),
      authorizer.permissions,
    ),
    status: new DefaultStatusService(database.clusterFacts, clusters),
  };
}

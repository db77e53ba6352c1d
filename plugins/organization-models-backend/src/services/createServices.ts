import type { LoggerService } from '@backstage/backend-plugin-api';
import { setTimeout as delay } from 'node:timers/promises';
import type { StoredModel } from '../domain/facts/StoredModel';
import type { ConfiguredImage } from '../domain/engines/readImageFacts';
import type { GpuConfig } from '../domain/gpus/gpuConfig';
import type { Policies } from '../domain/policy/layPolicy';
import type { QuotaConfig } from '../domain/quota/chooseQuota';
import type { Prices } from '../domain/usage/prices';
import type { Database } from '../database/openDatabase';
import {
  AuthorizedModelService,
  type Authorizer,
} from './models/AuthorizedModelService';
import { AuthorizedTokenService } from './tokens/AuthorizedTokenService';
import type { ClusterGateway } from './acceptance/ClusterGateway';
import { DefaultModelReads } from './models/DefaultModelReads';
import { OwnModels } from './models/OwnModels';
import type { ModelFeed } from './models/ModelFeed';
import { FailedStarts } from './models/FailedStarts';
import { DefaultModelSteps } from './models/DefaultModelSteps';
import { TokenSecrets } from './models/TokenSecrets';
import { DefaultModelWrites } from './models/DefaultModelWrites';
import { AuthorizedQuotaService } from './quota/AuthorizedQuotaService';
import { DefaultQuotaService } from './quota/DefaultQuotaService';
import { AuthorizedStatusService } from './status/AuthorizedStatusService';
import { Leftovers } from './status/Leftovers';
import { DefaultStatusService } from './status/DefaultStatusService';
import { FitAssessor } from './acceptance/judging/FitAssessor';
import { ModelJudge } from './acceptance/judging/ModelJudge';
import { ModelPlanner } from './acceptance/ModelPlanner';
import { ModelPreparer } from './acceptance/ModelPreparer';
import { NamedSecrets } from './acceptance/resolving/NamedSecrets';
import { AuthorizedLogService } from './logs/AuthorizedLogService';
import type { ContainerLogs } from './logs/ContainerLogs';
import { DefaultLogService } from './logs/DefaultLogService';
import { LogLimits, type LogLimitsConfig } from './logs/LogLimits';
import { type FindPrometheus, MetricService } from './metrics/MetricService';
import { ModelScraper, type PodMetrics } from './metrics/ModelScraper';
import { OrganizationTokens } from './tokens/OrganizationTokens';
import { AuthorizedKeyService } from './keys/AuthorizedKeyService';
import { DefaultKeyService } from './keys/DefaultKeyService';
import type { KeyCaps } from './keys/KeyService';
import { AuthorizedUsageService } from './usage/AuthorizedUsageService';
import { ModelCosts } from './usage/ModelCosts';
import { DefaultUsageService } from './usage/DefaultUsageService';
import { ModelAdopter } from './adoption/ModelAdopter';
import { WorkloadModels } from './adoption/WorkloadModels';
import { PolicyGuard } from './acceptance/PolicyGuard';
import type { ImageReader } from './acceptance/resolving/ImageReader';
import { ModelResolver } from './acceptance/resolving/ModelResolver';
import type { HubReader } from './acceptance/resolving/modelSource';
import { TransferPreparer } from './acceptance/TransferPreparer';
import type { PlannedCluster } from './acceptance/PlannedCluster';
import { ClusterTrials } from './acceptance/trying/ClusterTrials';
import { NamespacePreparer } from './acceptance/trying/NamespacePreparer';
import { SharedClaims } from './acceptance/judging/SharedClaims';
import { QuotaAssessor } from './quota/QuotaAssessor';

/** The use cases, wired to their stores. */
export function createServices(options: {
  config: {
    defaults: {
      image: string;
      cpu: string;
      memory: string;
      storageSize: string;
    };
    gpus: GpuConfig;
    images: ConfiguredImage[];
    policies: Policies;
    quota: QuotaConfig;
    logs: LogLimitsConfig;
    inference: { keys: KeyCaps; prices: Prices | undefined };
  };
  clusters: PlannedCluster[];
  database: Database;
  gateway: ClusterGateway;
  containerLogs: ContainerLogs;
  podMetrics: PodMetrics;
  findPrometheus: FindPrometheus;
  hub: HubReader;
  registries: ImageReader;
  feed: ModelFeed;
  authorizer: Authorizer;
  logger: LoggerService;
  /** What users asked for was stored. */
  onAsked(model: StoredModel): void;
  onForgotten(model: StoredModel): void;
  onKeyRevoked(id: string): void;
}) {
  const { config, clusters, database, gateway, hub, authorizer, onAsked } =
    options;
  const now = () => new Date();
  const { feed } = options;
  const policy = new PolicyGuard({ ...config, clusters });
  const { prices } = config.inference;
  const costs = new ModelCosts({ ...database, prices });
  const reads = new DefaultModelReads({
    ...database,
    feed,
    costs,
    clusters,
    policy,
    gpus: config.gpus,
    now,
  });
  const quota = new QuotaAssessor({ ...database, config: config.quota });
  const ownQuotas = new DefaultQuotaService({
    ...database,
    assessor: quota,
    now,
  });
  const quotas = new AuthorizedQuotaService(ownQuotas, authorizer.permissions);
  const claims = new SharedClaims(database);
  const namespaces = new NamespacePreparer({
    ...database,
    gateway,
    quota,
    gpus: config.gpus,
  });
  const planner = new ModelPlanner({
    ...database,
    gateway,
    claims,
    judge: new ModelJudge({
      fit: new FitAssessor(database),
      quota,
      trials: new ClusterTrials({ gateway, namespaces }),
      gateway,
    }),
    costs,
  });
  const resolver = new ModelResolver({
    defaults: config.defaults,
    gpus: config.gpus,
    images: config.images,
    registries: options.registries,
    hub,
  });
  const secrets = new NamedSecrets({ ...database, gateway });
  const accepting = { ...database, planner, resolver, secrets, policy };
  const preparer = new ModelPreparer({ ...accepting, clusters, now });
  const transfers = new TransferPreparer({
    ...{ ...accepting, gateway, clusters, now },
  });
  const adopter = new ModelAdopter({
    ...accepting,
    gateway,
    feed,
    clusters,
    workloads: new WorkloadModels({ ...accepting, now }),
  });
  const own = new OwnModels({ ...database, quota, claims });
  const changing = {
    ...database,
    own,
    preparer,
    now,
    onAsked,
    logger: options.logger,
    onForgotten: options.onForgotten,
  };
  const models = new AuthorizedModelService(
    reads,
    new DefaultModelWrites({
      ...{ ...changing, claims },
      tokens: new TokenSecrets({ ...changing, gateway }),
    }),
    new DefaultModelSteps({ ...changing, transfers, adopter }),
    authorizer,
  );
  return {
    models,
    failedStarts: new FailedStarts(changing),
    metrics: new MetricService({
      models,
      history: database.history,
      stored: database.models,
      scraper: new ModelScraper({
        ...database,
        metrics: options.podMetrics,
        now: Date.now,
        pause,
      }),
      findPrometheus: options.findPrometheus,
      logger: options.logger,
      now: Date.now,
    }),
    logs: new AuthorizedLogService(
      new DefaultLogService({
        ...database,
        logs: options.containerLogs,
        now,
        pause,
      }),
      {
        models,
        limits: new LogLimits(config.logs, () => performance.now()),
        pause,
      },
    ),
    tokens: new AuthorizedTokenService(
      new OrganizationTokens({
        ...database,
        gateway,
        namespaces,
        clusters,
        readFacts: cluster => planner.readFacts(cluster),
        now,
      }),
      authorizer.permissions,
    ),
    quotas,
    readQuota: (organizationId: string) => ownQuotas.read(organizationId),
    keys: new AuthorizedKeyService(
      new DefaultKeyService({
        ...database,
        caps: config.inference.keys,
        now,
        onRevoked: options.onKeyRevoked,
      }),
      authorizer.permissions,
    ),
    usage: new AuthorizedUsageService(
      new DefaultUsageService({
        ...database,
        prices,
        now,
      }),
      authorizer.permissions,
    ),
    status: new AuthorizedStatusService(
      new DefaultStatusService(database.clusterFacts, {
        clusters,
        quotas,
        leftovers: new Leftovers({ ...database, now }),
        gpus: config.gpus,
      }),
      authorizer.permissions,
    ),
  };
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
}

import type { z } from 'zod';
import type { callerOrganizations } from './schema/answers/callerOrganizations';
import type {
  clusterStatus,
  statusAnswer,
} from './schema/answers/clusterStatus';
import type { errorAnswer } from './schema/answers/errorAnswer';
import type {
  diagnosis,
  events,
  forgotten,
  generation,
  history,
  manifests,
  modelState,
  pods,
  rollbackBody,
} from './schema/answers/modelDetails';
import type { logLine } from './schema/logs';
import type { apiKey, createdKey, keyBody, keyList } from './schema/keys';
import type {
  metricSeries,
  modelLoad,
  modelLoads,
  metricMark,
  modelMetrics,
} from './schema/metrics';
import type { modelSpec } from './schema/modelSpec';
import type {
  condition,
  model,
  modelList,
  replicaCounts,
  statusReason,
  workload,
  workloadList,
} from './schema/answers/modelView';
import type {
  fitAnswer,
  plan,
  plannedObject,
  quotaUse,
  warning,
} from './schema/answers/plan';
import type {
  organizationToken,
  organizationTokenList,
} from './schema/organizationTokens';
import type { adoptBody, pauseBody, transferBody } from './schema/steps';
import type { usageAnswer, usageRow } from './schema/usage';
import type { quotaHard, quotaLimits } from './schema/quota';

/** A model's spec as people may write it. @public */
export type ModelSpecInput = z.input<typeof modelSpec>;
/** A model's spec as asked, parsed. @public */
export type ModelSpec = z.output<typeof modelSpec>;
/** @public */
export type Model = z.output<typeof model>;
/** @public */
export type ModelStatus = Model['status'];
/** @public */
export type StatusReason = z.output<typeof statusReason>;
/** @public */
export type Condition = z.output<typeof condition>;
/** @public */
export type ReplicaCounts = z.output<typeof replicaCounts>;
/** @public */
export type ModelList = z.output<typeof modelList>;
/** @public */
export type Workload = z.output<typeof workload>;
/** @public */
export type WorkloadList = z.output<typeof workloadList>;
/** @public */
export type ClusterStatus = z.output<typeof clusterStatus>;
/** @public */
export type StatusAnswer = z.output<typeof statusAnswer>;
/** @public */
export type Plan = z.output<typeof plan>;
/** @public */
export type PlannedObject = z.output<typeof plannedObject>;
/** @public */
export type PlanWarning = z.output<typeof warning>;
/** @public */
export type Fit = z.output<typeof fitAnswer>;
/** @public */
export type QuotaUse = z.output<typeof quotaUse>;
/** For which organizations a caller can ask. @public */
export type CallerOrganizations = z.output<typeof callerOrganizations>;
/** @public */
export type Quota = z.output<typeof quotaLimits>;
/** Limits of an organization; what is absent is unlimited. @public */
export type QuotaLimits = z.output<typeof quotaHard>;
/** @public */
export type OrganizationToken = z.output<typeof organizationToken>;
/** @public */
export type OrganizationTokenList = z.output<typeof organizationTokenList>;
/** How a model does. @public */
export type ModelMetrics = z.output<typeof modelMetrics>;

/** How a model does now: a row of its organization's. @public */
export type ModelLoad = z.output<typeof modelLoad>;

/** How the models of an organization do now. @public */
export type ModelLoads = z.output<typeof modelLoads>;
/** What explains a bend in the metrics of a model. @public */
export type MetricMark = z.output<typeof metricMark>;

/** @public */
export type MetricSeries = z.output<typeof metricSeries>;
/** A line of a model's logs. @public */
export type LogLine = z.output<typeof logLine>;
/** @public */
export type History = z.output<typeof history>;
/** @public */
export type HistoryEntry = History['entries'][number];
/** One accepted generation of a model. @public */
export type Generation = z.output<typeof generation>;
/** What forgetting a model by force leaves behind. @public */
export type ForgottenModel = z.output<typeof forgotten>;
/** @public */
export type RollbackBody = z.output<typeof rollbackBody>;
/** Which workload is to be a model. @public */
export type AdoptBody = z.output<typeof adoptBody>;
/** To whom a model is to belong. @public */
export type TransferBody = z.output<typeof transferBody>;
/** For how long nothing is to be set back. @public */
export type PauseBody = z.output<typeof pauseBody>;
/** What a watch tells of a model. @public */
export type ModelState = z.output<typeof modelState>;
/** @public */
export type Pods = z.output<typeof pods>;
/** @public */
export type Pod = Pods['pods'][number];
/** @public */
export type Events = z.output<typeof events>;

/**
 * What is the matter with a model, with proof, and how far its start is.
 *
 * @public
 */
export type Diagnosis = z.infer<typeof diagnosis>;
/** @public */
export type ModelEvent = Events['events'][number];
/** @public */
export type Manifests = z.output<typeof manifests>;
/** @public */
export type ErrorAnswer = z.output<typeof errorAnswer>;
/** The body of `POST /keys`. @public */
export type KeyBody = z.input<typeof keyBody>;
/** A key for the OpenAI-compatible paths, without its secret. @public */
export type Key = z.output<typeof apiKey>;
/** A new key with its secret, which is shown once. @public */
export type CreatedKey = z.output<typeof createdKey>;
/** @public */
export type KeyList = z.output<typeof keyList>;
/** Requests, tokens, GPU hours and money of an organization. @public */
export type Usage = z.output<typeof usageAnswer>;
/** @public */
export type UsageRow = z.output<typeof usageRow>;

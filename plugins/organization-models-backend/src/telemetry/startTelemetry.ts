import type { LoggerService } from '@backstage/backend-plugin-api';
import { metrics, type ObservableResult } from '@opentelemetry/api';

/** What is counted in the database, of the whole installation. */
export interface Gauges {
  countDue(): Promise<number>;
  readOldestChange(): Promise<string | undefined>;
  countByStatus(): Promise<
    { status: string; organization: string; models: number }[]
  >;
  countByReason(): Promise<{ code: string; models: number }[]>;
  readPlaces(): Promise<{ cluster: string; namespace: string; name: string }[]>;
  readWatchedAt(): Promise<{ cluster: string; watchedAt: string }[]>;
}

/** What is used of quotas, as it is known when it is asked; 1 is all of a limit. */
export type ReadQuotaShares = () => Promise<
  { organization: string; resource: string; share: number }[]
>;

const METER = 'organization-models';
const SECONDS = { unit: 's' };
/** What a portal adds is milliseconds, which the usual bounds put into one bucket. */
const ADDED_BOUNDS = [
  ...[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
];

/**
 * Our own metrics, by OpenTelemetry's API: the portal chooses where they go, and
 * without an SDK they cost nothing. No label has a value that users can make, but
 * for one series that each model has as long as it is there.
 */
export function startTelemetry() {
  const meter = metrics.getMeter(METER);
  const passes = meter.createHistogram('organization_models.pass.duration', {
    ...SECONDS,
    description: 'Passes of the controller over models',
  });
  const clusterRequests = meter.createCounter(
    'organization_models.cluster.requests',
    { description: "Requests to clusters' API servers" },
  );
  const inferences = meter.createHistogram(
    'organization_models.inference.duration',
    { ...SECONDS, description: 'Requests to models, until their answer ended' },
  );
  const added = meter.createHistogram(
    'organization_models.inference.added_latency',
    {
      ...SECONDS,
      description: 'What the portal itself adds to requests to models',
      advice: { explicitBucketBoundaries: ADDED_BOUNDS },
    },
  );
  const tokens = meter.createCounter('organization_models.inference.tokens', {
    description: 'Tokens, as engines counted them',
  });
  const open = meter.createUpDownCounter('organization_models.inference.open', {
    description: 'Requests to models that are being answered',
  });
  return {
    onPass(result: 'settled' | 'retry' | 'gone', seconds: number): void {
      passes.record(seconds, { result });
    },
    /** @param code - the HTTP status, or `unreachable` */
    onClusterRequest(cluster: string, verb: string, code: string): void {
      clusterRequests.add(1, { cluster, verb, code });
    },
    /** @returns what is to be called at its end */
    onInference(call: string) {
      const begun = performance.now();
      open.add(1);
      return (
        outcome: 'answered' | 'failed' | 'left',
        used: { promptTokens: number; completionTokens: number },
        addedSeconds: { [part in 'request' | 'answer']?: number },
      ): void => {
        open.add(-1);
        inferences.record((performance.now() - begun) / 1000, {
          call,
          outcome,
        });
        for (const [part, seconds] of Object.entries(addedSeconds)) {
          added.record(seconds, { call, part });
        }
        tokens.add(used.promptTokens, { kind: 'prompt' });
        tokens.add(used.completionTokens, { kind: 'completion' });
      };
    },
  };
}

/** The database is asked when somebody collects, and never otherwise. */
export function observeGauges(
  gauges: Gauges,
  {
    readQuotaShares,
    logger,
    now,
  }: {
    readQuotaShares: ReadQuotaShares;
    logger: Pick<LoggerService, 'warn'>;
    now(): number;
  },
): void {
  const meter = metrics.getMeter(METER);
  const observe = (
    name: string,
    options: { description: string; unit?: string },
    read: (result: ObservableResult) => Promise<void>,
  ) =>
    meter.createObservableGauge(name, options).addCallback(result =>
      read(result).catch(error => {
        logger.warn(`${name} cannot be read: ${error}`);
      }),
    );
  observe(
    'organization_models.queue.due',
    { description: 'Models on which work is due' },
    async result => result.observe(await gauges.countDue()),
  );
  observe(
    'organization_models.queue.oldest_change',
    { ...SECONDS, description: 'Age of the oldest change nobody looked at' },
    async result => {
      const oldest = await gauges.readOldestChange();
      result.observe(oldest ? (now() - Date.parse(oldest)) / 1000 : 0);
    },
  );
  observe(
    'organization_models.models',
    { description: 'Models of all organizations' },
    async result => {
      for (const { models, ...labels } of await gauges.countByStatus()) {
        result.observe(models, labels);
      }
    },
  );
  observe(
    'organization_models.reasons',
    { description: 'Models that something is the matter with' },
    async result => {
      for (const { code, models } of await gauges.countByReason()) {
        result.observe(models, { code });
      }
    },
  );
  observe(
    'organization_models.watch.age',
    {
      ...SECONDS,
      description: 'Since when it is not known what happens in a cluster',
    },
    async result => {
      for (const { cluster, watchedAt } of await gauges.readWatchedAt()) {
        result.observe((now() - Date.parse(watchedAt)) / 1000, { cluster });
      }
    },
  );
  observe(
    'organization_models.quota.share',
    { description: 'Used of what an organization may use; 1 is all of it' },
    async result => {
      for (const { share, ...labels } of await readQuotaShares()) {
        result.observe(share, labels);
      }
    },
  );
  // not `namespace`: what scrapes it has one of its own
  observe(
    'organization_models.model.info',
    { description: 'Models, by the Deployments that are theirs' },
    async result => {
      for (const { cluster, namespace, name } of await gauges.readPlaces()) {
        result.observe(1, {
          cluster,
          model_namespace: namespace,
          model_name: name,
        });
      }
    },
  );
}

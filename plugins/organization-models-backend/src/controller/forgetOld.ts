import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { DatabaseRetention } from '../database/DatabaseRetention';

/** How long what only grows is kept; see docs/operations.md. */
export type Retention = {
  generations: Kept;
  history: Kept;
  crashLogs: { days: number };
  /** Without it, usage is kept for ever. */
  usage: { days: number } | undefined;
};

/** All that are younger than so many days, and always the last so many. */
type Kept = { days: number; last: number };

const DAY_MS = 86_400_000;

/** Forgets once a day, by one of the backends, what is older than config says. */
export async function scheduleForgetting(options: {
  scheduler: SchedulerService;
  retention: DatabaseRetention;
  config: Retention;
  logger: LoggerService;
}): Promise<void> {
  await options.scheduler.scheduleTask({
    id: 'organization-models-retention',
    scope: 'global',
    frequency: { hours: 24 },
    initialDelay: { minutes: 5 },
    timeout: { hours: 1 },
    fn: signal => forgetOld({ ...options, now: new Date(), signal }),
  });
}

export async function forgetOld(options: {
  retention: DatabaseRetention;
  config: Retention;
  logger: LoggerService;
  now: Date;
  signal: AbortSignal;
}): Promise<void> {
  const { retention, config, logger, now, signal } = options;
  const before = (days: number) =>
    new Date(now.getTime() - days * DAY_MS).toISOString();
  const outdated = ({ days, last }: Retention['history']) => ({
    before: before(days),
    last,
  });
  const { usage, crashLogs } = config;
  const forgotten = {
    generations: await retention.forgetGenerations(
      outdated(config.generations),
      signal,
    ),
    'entries of history': await retention.forgetHistory(
      outdated(config.history),
      signal,
    ),
    'crash logs': await retention.forgetCrashLogs(
      before(crashLogs.days),
      signal,
    ),
    'rows of usage': usage
      ? await retention.forgetUsage(before(usage.days), signal)
      : 0,
  };
  const told = Object.entries(forgotten)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`);
  if (told.length > 0) {
    logger.info(`Forgot what is older than it has to be: ${told.join(', ')}`);
  }
}

import { readEngineLog } from '../../engines/logs/readEngineLog';
import { OF_ENGINE } from './composeTimeline';
import type { EngineWords } from '../Finding';

/**
 * When an engine got where, by its log with a time before each line; RFC 3339
 * by the timeline's phases.
 */
export function readMilestones(
  lines: string[],
  { log }: Pick<EngineWords, 'log'>,
): Record<string, string> {
  return Object.fromEntries(
    readEngineLog(lines, log).milestones.flatMap(({ phase, at }) =>
      at !== undefined && OF_ENGINE[phase]
        ? [[OF_ENGINE[phase], new Date(at * 1000).toISOString()]]
        : [],
    ),
  );
}

import { coerce, gte } from 'semver';

/** Whether a version has what came with another; an unreadable one is new. */
export function isSince(engineVersion: string, since: string): boolean {
  const version = coerce(engineVersion);
  return !version || gte(version, since);
}

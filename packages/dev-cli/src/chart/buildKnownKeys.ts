import type { ChartSetting } from './ChartSetting';

/**
 * The keys that a chart's values may have, for its template that refuses others: a map for a group of settings, and for
 * a setting a list with what it is when it is missing.
 */
export type KnownKeys = { [key: string]: KnownKeys | [unknown] };

export function buildKnownKeys(settings: ChartSetting[]): KnownKeys {
  return Object.fromEntries(
    settings.map(({ path, children, default: value }) => [
      path.at(-1),
      children ? buildKnownKeys(children) : [isMap(value) ? {} : value],
    ]),
  );
}

// Users empty a map of anything by null: {} would be laid over what it holds by default
function isMap(value: unknown): boolean {
  return typeof value === 'object' && !Array.isArray(value);
}

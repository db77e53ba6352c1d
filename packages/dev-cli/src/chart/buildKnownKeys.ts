import type { ChartSetting } from './ChartSetting';

/** The keys that a chart's values may have, for its template that refuses others. */
export type KnownKeys = { [key: string]: KnownKeys | 'value' };

export function buildKnownKeys(settings: ChartSetting[]): KnownKeys {
  return Object.fromEntries(
    settings.map(({ path, children }) => [
      path.at(-1),
      children ? buildKnownKeys(children) : 'value',
    ]),
  );
}

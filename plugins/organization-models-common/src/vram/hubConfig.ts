/** An object of a `config.json`, whose values nobody has checked. */
export type HubConfig = Record<string, unknown>;

export function isObject(value: unknown): value is HubConfig {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first of the keys that holds a positive whole number. */
export function findNumber(
  config: HubConfig,
  ...keys: string[]
): number | undefined {
  return keys
    .map(key => config[key])
    .find(
      (value): value is number =>
        Number.isSafeInteger(value) && Number(value) > 0,
    );
}

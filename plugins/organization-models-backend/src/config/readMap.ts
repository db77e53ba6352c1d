import type { Config } from '@backstage/config';

/** A map of texts. Its keys may have dots, which getString takes for a path. */
export function readMap(
  config: Config | undefined,
  key: string,
): Record<string, string> {
  const map = config?.getOptional<Record<string, unknown>>(key) ?? {};
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => [name, String(value)]),
  );
}

import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { Prices } from '../domain/usage/prices';
import type { KeyCaps } from '../services/keys/KeyService';

export type InferenceConfig = {
  maxBodyBytes: number;
  timeouts: { connectMs: number; firstByteMs: number; silenceMs: number };
  keys: KeyCaps;
  prices: Prices | undefined;
};

/** Reads `inference`, `keys` and `prices` of `organizationModels`. */
export function readInference(config: Config | undefined): InferenceConfig {
  const read = (key: string) => readPositive(config, key);
  return {
    maxBodyBytes: (read('inference.maxBodyMegabytes') ?? 32) * 2 ** 20,
    timeouts: {
      connectMs: (read('inference.timeouts.connectSeconds') ?? 5) * 1000,
      firstByteMs: (read('inference.timeouts.firstByteSeconds') ?? 600) * 1000,
      silenceMs: (read('inference.timeouts.silenceSeconds') ?? 300) * 1000,
    },
    keys: {
      maxDays: read('keys.maxDays'),
      limits: defined({
        requests_per_minute: read('keys.limits.requestsPerMinute'),
        tokens_per_minute: read('keys.limits.tokensPerMinute'),
        tokens_per_day: read('keys.limits.tokensPerDay'),
      }),
    },
    prices: readPrices(config),
  };
}

// Types of GPUs may have dots, which getNumber would take for a path
function readPrices(config: Config | undefined): Prices | undefined {
  const gpuHour =
    config?.getOptional<Record<string, unknown>>('prices.gpuHour');
  if (!gpuHour) {
    return undefined;
  }
  const prices = Object.entries(gpuHour).map(([type, price]) => {
    if (typeof price !== 'number' || !(price >= 0)) {
      throw new InputError(
        `organizationModels.prices.gpuHour: ${type} must be a number, what one hour costs`,
      );
    }
    return [type, price];
  });
  return {
    currency: config?.getOptionalString('prices.currency') ?? 'USD',
    gpuHour: Object.fromEntries(prices),
  };
}

function readPositive(
  config: Config | undefined,
  key: string,
): number | undefined {
  const value = config?.getOptionalNumber(key);
  if (value !== undefined && !(value > 0)) {
    throw new InputError(`organizationModels.${key} must be more than 0`);
  }
  return value;
}

function defined<T extends object>(values: T): T {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as T;
}

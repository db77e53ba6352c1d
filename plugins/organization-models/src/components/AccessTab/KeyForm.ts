import type {
  KeyBody,
  Model,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { DateTime } from 'luxon';

/** For how long a key may open models. */
export const LIFETIMES = ['30', '90', '365', 'never'] as const;

/** A new key as it is written. */
export type KeyForm = {
  name: string;
  opensAll: boolean;
  lifetime: (typeof LIFETIMES)[number];
  requestsPerMinute?: number;
  tokensPerDay?: number;
};

export const EMPTY_KEY: KeyForm = {
  name: '',
  opensAll: false,
  lifetime: '90',
};

/** @param now - milliseconds since 1970 */
export function toKeyBody(
  form: KeyForm,
  model: Pick<Model, 'id'>,
  now: number,
): KeyBody {
  const expires =
    form.lifetime === 'never'
      ? undefined
      : DateTime.fromMillis(now, { zone: 'utc' }).plus({
          days: Number(form.lifetime),
        });
  return {
    name: form.name.trim(),
    models: form.opensAll ? undefined : [model.id],
    expires_at: expires?.toISO() ?? undefined,
    limits: {
      requests_per_minute: form.requestsPerMinute,
      tokens_per_day: form.tokensPerDay,
    },
  };
}

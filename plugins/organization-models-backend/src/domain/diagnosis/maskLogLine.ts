import { maskSecretText } from '@orgmodels/backstage-plugin-organization-models-common';

/** Options that engines repeat in their logs, and headers. */
const NAMED =
  /(['"]?(?:api_keys?|api-key|hf_token|hf-token|token|password|ssl_keyfile_password)['"]?\s*[:=]\s*)(\[[^\]]*\]|'[^']*'|"[^"]*"|[^\s,}]+)/gi;
const BEARER = /(Bearer\s+)[A-Za-z0-9._~+/=-]{8,}/g;

/** A line of a log without what looks like a secret in it. */
export function maskLogLine(line: string): string {
  return maskSecretText(line)
    .replace(NAMED, (whole, name: string, value: string) =>
      /^(?:None|null|''|""|\[\]|\d+)$/.test(value) ? whole : `${name}********`,
    )
    .replace(BEARER, '$1********');
}

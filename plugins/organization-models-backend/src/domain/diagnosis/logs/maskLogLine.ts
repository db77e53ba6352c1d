import { maskSecretText } from '@orgmodels/backstage-plugin-organization-models-common';
import { BUILT_IN_RUNTIMES } from '../../engines/findRuntime';

/** Options that engines repeat in their logs, and headers. */
const NAMED =
  /(['"]?(?:api_keys?|api-key|hf_token|hf-token|token|password|ssl_keyfile_password)['"]?\s*[:=]\s*)(\[[^\]]*\]|'[^']*'|"[^"]*"|[^\s,}]+)/gi;
const BEARER = /(Bearer\s+)[A-Za-z0-9._~+/=-]{8,}/g;

const BEFORE_WORDS = BUILT_IN_RUNTIMES.map(({ log }) => log.beforeWords);

/** Lines of a log as they may be kept; see {@link maskLogLine}. */
export function maskLog(text: string): string {
  return text.split('\n').map(maskLogLine).join('\n');
}

/**
 * A line of a log without what looks like a secret in it, and without what
 * somebody asked a model or was answered.
 */
export function maskLogLine(line: string): string {
  return maskSecretText(withoutWords(line))
    .replace(NAMED, (whole, name: string, value: string) =>
      /^(?:None|null|''|""|\[\]|\d+)$/.test(value) ? whole : `${name}********`,
    )
    .replace(BEARER, '$1********');
}

function withoutWords(line: string): string {
  for (const pattern of BEFORE_WORDS) {
    const found = pattern.exec(line);
    if (found) {
      return `${line.slice(0, found.index + found[0].length)}********`;
    }
  }
  return line;
}

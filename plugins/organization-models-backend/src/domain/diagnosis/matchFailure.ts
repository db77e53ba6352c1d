import { maskSecretText } from '@orgmodels/backstage-plugin-organization-models-common';
import type { FailureFingerprint } from '../engines/ModelRuntime';

const LIMIT = 200;

/**
 * Finds what an engine's last words mean: the first fingerprint that matches,
 * with what its pattern found in the message.
 */
export function matchFailure(
  text: string,
  failures: readonly FailureFingerprint[],
) {
  for (const { code, pattern, message, hint, transient } of failures) {
    const match = pattern.exec(text);
    if (match) {
      return {
        code,
        message: fill(message, match.groups ?? {}),
        hint,
        certain: !transient,
      };
    }
  }
  return undefined;
}

function fill(
  message: string,
  groups: Record<string, string | undefined>,
): string {
  return message.replace(/\$<(\w+)>/g, (_, name) =>
    maskSecretText(groups[name] ?? '?')
      .trim()
      .slice(0, LIMIT),
  );
}

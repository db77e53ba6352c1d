import type { FailureFingerprint } from '../ModelRuntime';

/** An engine's own advice, which names the option: after all that has a name. */
export function adviceFailures(engine: string): FailureFingerprint[] {
  return [
    {
      code: 'InvalidArgument',
      pattern:
        /^(?:[\w.]+\.)?(?:ValueError|RuntimeError|AssertionError): (?<problem>[^\n]*\b(?:[Pp]lease|[Tt]ry|[Cc]onsider|[Uu]se|[Ss]et|[Ii]ncrease|[Dd]ecrease|[Rr]educe|[Ll]ower|[Dd]isable|[Rr]emove|[Ss]pecify)\b[^\n]*(?:--[a-z][\w-]+|`[a-z]+_[a-z_]+`|\b(?:max|num|enable|disable)_[a-z_]+)[^\n]*)/m,
      message: `${engine} refused the configuration: $<problem>`,
    },
  ];
}

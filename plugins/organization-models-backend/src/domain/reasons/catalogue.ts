import { ENGINE_REASONS } from './engineReasons';
import { POD_REASONS } from './podReasons';
import type { Reason } from './Reason';
import { STATUS_REASONS } from './statusReasons';

/**
 * Every reason that a status, a condition or a diagnosis may name: said once,
 * so that all say the same. docs/troubleshooting.md is generated from it.
 */
export const REASONS = {
  ...STATUS_REASONS,
  ...POD_REASONS,
  ...ENGINE_REASONS,
};

export type ReasonCode = keyof typeof REASONS;

/** @returns `undefined` for a code of Kubernetes or of another component */
export function findReason(code: string): Reason | undefined {
  return (REASONS as Record<string, Reason>)[code];
}

/** Code, sentence and hint of a reason; what was found out may say it better. */
export function reasonOf(
  code: ReasonCode,
  found: { message?: string; hint?: string } = {},
): { code: string; message: string; hint?: string } {
  const { sentence, hint: general }: Reason = REASONS[code];
  const hint = found.hint ?? general;
  return {
    code,
    message: found.message ?? sentence,
    ...(hint ? { hint } : {}),
  };
}

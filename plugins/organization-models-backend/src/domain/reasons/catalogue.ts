import { ANSWER_REASONS } from './answerReasons';
import { ARGUMENT_REASONS } from './argumentReasons';
import { CONTAINER_REASONS } from './containerReasons';
import { CREATION_REASONS } from './creationReasons';
import { DEVICE_REASONS } from './deviceReasons';
import { FILE_REASONS } from './fileReasons';
import { HUB_REASONS } from './hubReasons';
import { IMAGE_REASONS } from './imageReasons';
import { MEMORY_REASONS } from './memoryReasons';
import { NODE_REASONS } from './nodeReasons';
import { PROCESS_REASONS } from './processReasons';
import type { Reason } from './Reason';
import { ROLLOUT_REASONS } from './rolloutReasons';
import { SCHEDULING_REASONS } from './schedulingReasons';
import { STATUS_REASONS } from './statusReasons';
import { STORAGE_REASONS } from './storageReasons';

/**
 * Every reason that a status, a condition or a diagnosis may name: said once,
 * so that all say the same. docs/troubleshooting.md is generated from it.
 */
export const REASONS = {
  ...STATUS_REASONS,
  ...CREATION_REASONS,
  ...SCHEDULING_REASONS,
  ...STORAGE_REASONS,
  ...IMAGE_REASONS,
  ...CONTAINER_REASONS,
  ...NODE_REASONS,
  ...ROLLOUT_REASONS,
  ...ARGUMENT_REASONS,
  ...MEMORY_REASONS,
  ...DEVICE_REASONS,
  ...HUB_REASONS,
  ...FILE_REASONS,
  ...PROCESS_REASONS,
  ...ANSWER_REASONS,
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

import type { FailureFingerprint } from '../ModelRuntime';
import { DEVICE_FAILURES } from './deviceFailures';
import { FILE_FAILURES } from './fileFailures';
import { FORMAT_FAILURES } from './formatFailures';
import { HUB_FAILURES } from './hubFailures';
import { MEMORY_FAILURES } from './memoryFailures';
import { MODEL_FAILURES } from './modelFailures';
import { OPTION_FAILURES } from './optionFailures';
import { PARALLEL_FAILURES } from './parallelFailures';
import { PORT_FAILURES, PROCESS_FAILURES } from './processFailures';

/**
 * What engines say in the same words, since they stand on the same libraries:
 * PyTorch, CUDA, NCCL, transformers, huggingface_hub, Ray. Causes come before
 * consequences.
 */
export const ENGINE_FAILURES: FailureFingerprint[] = [
  ...MEMORY_FAILURES,
  ...PARALLEL_FAILURES,
  ...OPTION_FAILURES,
  ...FORMAT_FAILURES,
  ...HUB_FAILURES,
  ...PORT_FAILURES,
  ...DEVICE_FAILURES,
  ...PROCESS_FAILURES,
  ...MODEL_FAILURES,
  ...FILE_FAILURES,
];

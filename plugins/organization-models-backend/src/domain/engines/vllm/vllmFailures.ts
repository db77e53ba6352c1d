import type { FailureFingerprint } from '../ModelRuntime';
import { ARGUMENT_FAILURES, VALUE_FAILURES } from './failures/argumentFailures';
import { DEVICE_FAILURES } from './failures/deviceFailures';
import { FILE_FAILURES } from './failures/fileFailures';
import { HUB_FAILURES } from './failures/hubFailures';
import { MEMORY_FAILURES } from './failures/memoryFailures';
import { MODEL_FAILURES } from './failures/modelFailures';
import { PROCESS_FAILURES } from './failures/processFailures';

/**
 * What vLLM 0.8–0.33 and the libraries below it say of a failure, causes
 * before consequences. `EngineDeadError` is left out: ordinary endings print
 * it, too.
 */
export const VLLM_FAILURES: FailureFingerprint[] = [
  ...MEMORY_FAILURES,
  ...ARGUMENT_FAILURES,
  ...HUB_FAILURES,
  ...DEVICE_FAILURES,
  ...MODEL_FAILURES,
  ...FILE_FAILURES,
  ...PROCESS_FAILURES,
  ...VALUE_FAILURES,
];

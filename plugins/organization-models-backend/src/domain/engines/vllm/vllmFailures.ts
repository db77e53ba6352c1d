import type { FailureFingerprint } from '../ModelRuntime';
import { ENGINE_FAILURES } from '../failures/engineFailures';
import { adviceFailures } from '../failures/adviceFailures';
import { argparseFailures } from '../failures/argparseFailures';
import { ARGUMENT_FAILURES } from './failures/argumentFailures';
import { CACHE_FAILURES } from './failures/cacheFailures';
import { HEADER_FAILURES } from './failures/headerFailures';
import { PLACE_FAILURES } from '../failures/placeFailures';
import { VALUE_FAILURES } from './failures/valueFailures';

/**
 * What vLLM 0.6–0.33 and the libraries below it say of a failure, causes
 * before consequences. `EngineDeadError` is left out: ordinary endings print
 * it, too.
 */
export const VLLM_FAILURES: FailureFingerprint[] = [
  ...HEADER_FAILURES,
  ...CACHE_FAILURES,
  ...ARGUMENT_FAILURES,
  ...argparseFailures('vLLM'),
  ...ENGINE_FAILURES,
  ...VALUE_FAILURES,
  ...adviceFailures('vLLM'),
  ...PLACE_FAILURES,
];

import { findSheet, readImageBy } from '../ImageSheet';
import type { Drain, ModelRuntime } from '../ModelRuntime';
import {
  buildSglangCommand,
  findSglangProblems,
  SGLANG_PORT,
} from './buildSglangCommand';
import { planSglangWeights } from './planSglangWeights';
import { readSglangArguments } from './readSglangArguments';
import { SGLANG_FAILURES } from './sglangFailures';
import { SGLANG_IMAGES } from './sglangImages';
import { SGLANG_LOG } from './sglangLog';
import { sglangMetrics } from './sglangMetrics';
import { SGLANG_OPTIONS } from './sglangOptions';

const NEWEST = '0.5.18';

/** SGLang's OpenAI-compatible server. */
export const sglangRuntime: ModelRuntime = {
  name: 'sglang',
  programs: { commands: ['sglang'], modules: ['sglang.launch_server'] },
  options: SGLANG_OPTIONS,
  endpoints: {
    port: SGLANG_PORT,
    health: '/health',
    metrics: '/metrics',
    calls: {
      'chat/completions': '/v1/chat/completions',
      completions: '/v1/completions',
      embeddings: '/v1/embeddings',
      rerank: '/v1/rerank',
      score: '/v1/score',
      responses: '/v1/responses',
      messages: '/v1/messages',
      'messages/count_tokens': '/v1/messages/count_tokens',
      tokenize: '/v1/tokenize',
    },
  },
  metrics: sglangMetrics,
  environment: [],
  failures: SGLANG_FAILURES,
  log: SGLANG_LOG,
  versions: { oldest: '0.5.0', newest: NEWEST },
  knowsImage: image => findSheet(image, SGLANG_IMAGES) !== undefined,
  readImage: image => readImageBy(image, SGLANG_IMAGES),
  imageOf: (build, engineVersion = NEWEST) =>
    build === 'cuda' || build === 'rocm'
      ? `lmsysorg/sglang:v${engineVersion}${
          build === 'rocm' ? '-rocm720-mi30x' : ''
        }`
      : undefined,
  readArguments: readSglangArguments,
  parallelHint: gpuCount => `--tp-size ${gpuCount}`,
  buildCommand: buildSglangCommand,
  planWeights: planSglangWeights,
  findProblems: findSglangProblems,
  drainOf,
  renamedMetric: () => undefined,
};

// from "no new requests come" to "SIGKILL is fair"
const ENDPOINT_REMOVAL_SECONDS = 10;
const REQUEST_SECONDS = 60;
const EXIT_SECONDS = 10;

// after SIGTERM it ends when no request is left, looking every five seconds
function drainOf(): Drain {
  return {
    preStopSeconds: ENDPOINT_REMOVAL_SECONDS,
    gracePeriodSeconds:
      ENDPOINT_REMOVAL_SECONDS + REQUEST_SECONDS + EXIT_SECONDS,
    removalSeconds: ENDPOINT_REMOVAL_SECONDS,
  };
}

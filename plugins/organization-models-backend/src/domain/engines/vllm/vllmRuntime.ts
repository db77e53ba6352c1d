import type { ImageBuild } from '../../facts/ImageFacts';
import { findSheet, readImageBy } from '../ImageSheet';
import type { Drain, ModelRuntime, RuntimeCommand } from '../ModelRuntime';
import { buildVllmCommand } from './buildVllmCommand';
import { findArgumentProblems } from './findArgumentProblems';
import { planVllmWeights } from './planVllmWeights';
import { readVllmArguments } from './readVllmArguments';
import { VLLM_FAILURES } from './vllmFailures';
import { vllmMetrics } from './vllmMetrics';
import { VLLM_LOG } from './vllmLog';
import { VLLM_OPTIONS } from './vllmOptions';
import { isSince } from './isSince';
import { VLLM_IMAGES } from './vllmImages';

const NEWEST = '0.32.0';

/** vLLM's OpenAI-compatible server. */
export const vllmRuntime: ModelRuntime = {
  name: 'vllm',
  programs: {
    commands: ['vllm'],
    modules: [
      'vllm.entrypoints.openai.api_server',
      'vllm.entrypoints.api_server',
      'vllm.entrypoints.cli.main',
    ],
  },
  options: VLLM_OPTIONS,
  // AIBrix reads a pod's metrics at port 8000, whatever its autoscaler says
  endpoints: {
    port: 8000,
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
      tokenize: '/tokenize',
    },
  },
  metrics: vllmMetrics,
  environment: [{ name: 'VLLM_NO_USAGE_STATS', value: '1' }],
  failures: VLLM_FAILURES,
  log: VLLM_LOG,
  versions: { oldest: '0.8.5', newest: NEWEST },
  knowsImage: image => findSheet(image, VLLM_IMAGES) !== undefined,
  readImage: image => readImageBy(image, VLLM_IMAGES),
  imageOf,
  readArguments: readVllmArguments,
  parallelHint: gpuCount => `--tensor-parallel-size ${gpuCount}`,
  buildCommand: buildVllmCommand,
  planWeights: planVllmWeights,
  findProblems: findArgumentProblems,
  drainOf,
  renamedMetric,
};

// from "no new requests come" to "SIGKILL is fair"
const ENDPOINT_REMOVAL_SECONDS = 10;
const REQUEST_SECONDS = 60;
const EXIT_SECONDS = 5;

// without a shutdown timeout the engine dies at SIGTERM and running requests
// with it: then only a longer pause before the signal lets them end
function drainOf({ command = [], args = [] }: RuntimeCommand): Drain {
  const timeout = readShutdownTimeout([...command, ...args].join(' '));
  const preStopSeconds =
    timeout === undefined ? REQUEST_SECONDS : ENDPOINT_REMOVAL_SECONDS;
  return {
    preStopSeconds,
    gracePeriodSeconds: preStopSeconds + (timeout ?? 0) + EXIT_SECONDS,
    removalSeconds: ENDPOINT_REMOVAL_SECONDS,
  };
}

function readShutdownTimeout(command: string): number | undefined {
  const seconds = /--shutdown[-_]timeout[=\s]+(\d+)/.exec(command)?.[1];
  return seconds && seconds !== '0' ? Number(seconds) : undefined;
}

/** What was renamed, from which version on the new name is there, and alone. */
const RENAMED = [
  {
    before: 'gpu_cache_usage_perc',
    now: 'kv_cache_usage_perc',
    since: '0.10.0',
    alone: '0.13.0',
  },
  {
    before: 'time_per_output_token_seconds',
    now: 'inter_token_latency_seconds',
    since: '0.10.0',
    alone: '0.13.0',
  },
];

// in between both names are there
function renamedMetric(metric: string, engineVersion: string) {
  const { before, now, since, alone } =
    RENAMED.find(each => each.before === metric || each.now === metric) ?? {};
  if (metric === before && isSince(engineVersion, alone!)) {
    return now;
  }
  return metric === now && since && !isSince(engineVersion, since)
    ? before
    : undefined;
}

const REPOSITORIES: Partial<Record<ImageBuild, string>> = {
  cuda: 'vllm/vllm-openai',
  rocm: 'vllm/vllm-openai-rocm',
  cpu: 'vllm/vllm-openai-cpu',
};

// other builds got repositories of their own later
function imageOf(build: ImageBuild, engineVersion = NEWEST) {
  const repository = REPOSITORIES[build];
  const version = isSince(engineVersion, '0.14.0') ? engineVersion : NEWEST;
  return repository && `${repository}:v${version}`;
}

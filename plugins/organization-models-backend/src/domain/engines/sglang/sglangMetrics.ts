import type { EngineMetrics } from '../EngineMetrics';

/**
 * The names of SGLang's metrics, as the text format has them, the newest first.
 * Requests do not tell how they ended, and nothing counts preemptions.
 *
 * @remarks Source: sglang/srt/metrics/collector.py
 */
export const sglangMetrics: EngineMetrics = {
  requests: {
    names: ['sglang:num_requests_total'],
    outcomeLabel: 'finished_reason',
    failures: [],
  },
  latency: ['sglang:e2e_request_latency_seconds'],
  firstToken: ['sglang:time_to_first_token_seconds'],
  interToken: [
    'sglang:inter_token_latency_seconds',
    'sglang:time_per_output_token_seconds',
  ],
  promptTokens: ['sglang:prompt_tokens_total'],
  generatedTokens: ['sglang:generation_tokens_total'],
  running: ['sglang:num_running_reqs'],
  waiting: ['sglang:num_queue_reqs'],
  cacheUse: ['sglang:token_usage'],
  prefixQueries: ['sglang:prompt_tokens_total'],
  prefixHits: ['sglang:cached_tokens_total'],
  preemptions: [],
};

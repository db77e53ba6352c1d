import type { EngineMetrics } from '../EngineMetrics';

/**
 * The names of vLLM's metrics, as the text format has them, the newest first:
 * some changed between 0.8 and 0.32.
 */
export const vllmMetrics: EngineMetrics = {
  requests: {
    names: ['vllm:request_success_total'],
    outcomeLabel: 'finished_reason',
    failures: ['error'],
  },
  latency: ['vllm:e2e_request_latency_seconds'],
  firstToken: ['vllm:time_to_first_token_seconds'],
  interToken: [
    'vllm:inter_token_latency_seconds',
    'vllm:time_per_output_token_seconds',
  ],
  promptTokens: ['vllm:prompt_tokens_total'],
  generatedTokens: ['vllm:generation_tokens_total'],
  running: ['vllm:num_requests_running'],
  waiting: ['vllm:num_requests_waiting'],
  cacheUse: ['vllm:kv_cache_usage_perc', 'vllm:gpu_cache_usage_perc'],
  prefixQueries: [
    'vllm:prefix_cache_queries_total',
    'vllm:gpu_prefix_cache_queries_total',
  ],
  prefixHits: [
    'vllm:prefix_cache_hits_total',
    'vllm:gpu_prefix_cache_hits_total',
  ],
  preemptions: ['vllm:num_preemptions_total'],
};

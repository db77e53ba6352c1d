/** How an engine's numbers are found, the newest name first. */
export type EngineMetrics = {
  requests: { names: string[]; outcomeLabel: string; failures: string[] };
  latency: string[];
  firstToken: string[];
  interToken: string[];
  promptTokens: string[];
  generatedTokens: string[];
  running: string[];
  waiting: string[];
  cacheUse: string[];
  prefixQueries: string[];
  prefixHits: string[];
  preemptions: string[];
};

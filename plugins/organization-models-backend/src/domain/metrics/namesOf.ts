import type { EngineMetrics } from '../engines/EngineMetrics';

/** The series that a scrape has to keep for what is computed of it. */
export function namesOf(engine: EngineMetrics): ReadonlySet<string> {
  const { requests, latency, firstToken, interToken, ...others } = engine;
  const histograms = [...latency, ...firstToken, ...interToken];
  return new Set([
    ...requests.names,
    ...histograms.map(name => `${name}_bucket`),
    ...Object.values(others).flat(),
  ]);
}

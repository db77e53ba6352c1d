import type { ModelRuntime } from './ModelRuntime';
import { sglangRuntime } from './sglang/sglangRuntime';
import { vllmRuntime } from './vllm/vllmRuntime';

/** The engines that come with the plugin. */
export const BUILT_IN_RUNTIMES: readonly ModelRuntime[] = [
  vllmRuntime,
  sglangRuntime,
];

/** What serves a model whose spec names no engine. */
export const DEFAULT_RUNTIME = 'vllm';

/**
 * Finds an engine by its name.
 *
 * @throws an error when it is none of the runtimes: the schema lets no other
 * name through
 */
export function findRuntime(
  name: string,
  runtimes: readonly ModelRuntime[] = BUILT_IN_RUNTIMES,
): ModelRuntime {
  const runtime = runtimes.find(candidate => candidate.name === name);
  if (!runtime) {
    throw new Error(`Unknown model runtime ${name}`);
  }
  return runtime;
}

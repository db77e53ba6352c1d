import type { CommandReading } from '../facts/CommandReading';
import type { StoredSpec } from '../facts/ResolvedModel';
import { BUILT_IN_RUNTIMES, DEFAULT_RUNTIME, findRuntime } from './findRuntime';
import type { ModelRuntime } from './ModelRuntime';
import { findEngineArguments, readCommand } from './readCommand';

type AskedSpec = Pick<StoredSpec, 'deployment_config'>;

/**
 * The engine that serves a spec: the one that it names, else the one that its
 * command starts, else the one whose image it has.
 */
export function findSpecRuntime({
  deployment_config = {},
}: AskedSpec): ModelRuntime {
  const { runtime, image } = deployment_config;
  return runtime
    ? findRuntime(runtime)
    : findStarted(deployment_config) ??
        BUILT_IN_RUNTIMES.find(each => image && each.knowsImage(image)) ??
        findRuntime(DEFAULT_RUNTIME);
}

/** What the command of a spec makes of its engine. */
export function readSpecCommand(spec: AskedSpec): CommandReading | undefined {
  return readCommand(spec, findSpecRuntime(spec));
}

function findStarted({
  command,
  args = [],
  extra_env,
}: NonNullable<AskedSpec['deployment_config']>): ModelRuntime | undefined {
  const words = command ? [...command, ...args] : [];
  return BUILT_IN_RUNTIMES.find(runtime =>
    findEngineArguments(words, { runtime, variables: extra_env }),
  );
}

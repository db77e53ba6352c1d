import {
  findCommandLines,
  type PlainVariable,
} from '@orgmodels/backstage-plugin-organization-models-common';
import type { CommandReading } from '../facts/CommandReading';
import type { StoredSpec } from '../facts/ResolvedModel';
import type { ModelRuntime } from './ModelRuntime';

/**
 * What the command, arguments and additional arguments of a spec make of its
 * engine.
 *
 * @returns `undefined` for a command that starts no engine that is known: it may
 * be anything
 */
export function readCommand(
  { deployment_config = {} }: Pick<StoredSpec, 'deployment_config'>,
  runtime: ModelRuntime,
): CommandReading | undefined {
  const { command, args = [], extra_args = [], extra_env } = deployment_config;
  if (!command) {
    const [line = []] = findCommandLines([...args, ...extra_args], extra_env);
    return runtime.readArguments(line);
  }
  const line = findEngineArguments([...command, ...args], {
    runtime,
    variables: extra_env,
  });
  return line && runtime.readArguments(line);
}

/** By which word the programs of engines are servers, among much else. */
const SERVE = 'serve';

/** @returns the arguments of the program that is the engine */
export function findEngineArguments(
  words: string[],
  options: { runtime: ModelRuntime; variables?: PlainVariable[] },
): string[] | undefined {
  const { programs } = options.runtime;
  for (const line of findCommandLines(words, options.variables)) {
    for (const [index, word] of line.entries()) {
      const name = word.slice(word.lastIndexOf('/') + 1);
      const isModule =
        line[index - 1] === '-m' && programs.modules.includes(word);
      // `pip install vllm`, `cd /opt/vllm`, `vllm --version` serve nothing
      const isServer =
        programs.commands.includes(name) && line[index + 1] === SERVE;
      if (isModule || isServer) {
        return line.slice(index + 1);
      }
    }
  }
  return undefined;
}

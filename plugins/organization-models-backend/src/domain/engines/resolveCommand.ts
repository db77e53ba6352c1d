import type { StoredSpec } from '../facts/ResolvedModel';
import type { ModelRuntime, RuntimeCommand } from './ModelRuntime';

export type CommandFacts = {
  runtime: ModelRuntime;
  /** `undefined` where the image does not tell it. */
  engineVersion?: string;
  /** Of one replica; 0 means CPU only. */
  gpuCount: number;
  /** Id in the model hub, also where the spec gives a URL. */
  source?: string;
  /** Commit, branch or tag of the source. */
  revision?: string;
};

/**
 * What the container runs: `command` replaces everything, `args` without
 * `command` replace the generated arguments, `extra_args` are appended.
 */
export function resolveCommand(
  spec: StoredSpec,
  { runtime, ...facts }: CommandFacts,
): RuntimeCommand {
  const { command, args, extra_args, max_model_len } =
    spec.deployment_config ?? {};
  if (command) {
    return { command, args };
  }
  return runtime.buildCommand({
    ...facts,
    name: spec.name,
    modelType: spec.model_type,
    maxModelLen: max_model_len,
    args,
    extraArgs: extra_args ?? [],
  });
}

import type { PlanWarning } from '@orgmodels/backstage-plugin-organization-models-common';
import type { CommandReading } from '../facts/CommandReading';
import type { StoredSpec } from '../facts/ResolvedModel';

/** With these, an engine takes what its model's config does not allow. */
const ALLOWING = [
  'VLLM_ALLOW_LONG_MAX_MODEL_LEN',
  'SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN',
];

/**
 * That a context is longer than the model's own config allows, for which engines
 * end when they start.
 *
 * @param options - `longest`: tokens, with what stretches them
 */
export function findContextDoubt(
  { deployment_config = {} }: Pick<StoredSpec, 'deployment_config'>,
  {
    reading,
    longest = Infinity,
  }: { reading: CommandReading | undefined; longest?: number },
): PlanWarning[] {
  const { command, args, extra_args, extra_env, max_model_len } =
    deployment_config;
  const context = max_model_len ?? reading?.context;
  const words = [...(command ?? []), ...(args ?? []), ...(extra_args ?? [])];
  if (
    typeof context !== 'number' ||
    context <= longest ||
    isStretched(words) ||
    extra_env?.some(({ name, value }) => isAllowing(name, value))
  ) {
    return [];
  }
  const field = ['command', 'args', 'extra_args'].find(
    name => deployment_config[name as 'command' | 'args' | 'extra_args'],
  );
  return [
    {
      code: 'ContextBeyondModel',
      field: `deployment_config.${max_model_len ? 'max_model_len' : field}`,
      message: `asks for a context of ${context} tokens, and the model's config allows ${longest}: the engine ends when it starts. Ask for ${longest} or less, or stretch the positions by --hf-overrides`,
    },
  ];
}

// other positions than those of the config
function isStretched(words: string[]): boolean {
  return words.some(word =>
    /--(hf[-_]over|rope[-_]scal|json-model-override)/.test(word),
  );
}

function isAllowing(name: string, value: string): boolean {
  return ALLOWING.includes(name) && !['', '0', 'false'].includes(value);
}

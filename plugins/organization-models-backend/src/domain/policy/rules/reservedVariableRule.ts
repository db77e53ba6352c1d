import type { FieldProblem } from '@orgmodels/backstage-plugin-organization-models-common';
import { expandVariables } from '../expandVariables';
import { matchesAny } from '../matchesPattern';
import type { PolicyRule } from '../PolicyRule';
import { findAssigned, findReservation } from '../reservedVariables';

/**
 * Variables that only the platform sets, in `extra_env` and in commands. Holds
 * without any policy; a policy can let models override what config sets, and
 * nothing else.
 */
export const reservedVariableRule: PolicyRule = (
  { spec: { deployment_config = {} }, platformVariables = [] },
  { environment },
) => {
  const { extra_env = [] } = deployment_config;
  const overridable = environment?.overridable ?? [];
  const platform = platformVariables.filter(
    name => !matchesAny(name, overridable),
  );
  const problemsAt = (field: string, name: string): FieldProblem[] => {
    const why = findReservation(name, platform);
    return why
      ? [{ field, message: `must not set ${name}, which ${why}` }]
      : [];
  };
  return [
    ...extra_env.flatMap(({ name }, index) =>
      problemsAt(`deployment_config.extra_env.${index}.name`, name),
    ),
    ...(['command', 'args', 'extra_args'] as const).flatMap(part =>
      expandVariables(deployment_config[part] ?? [], extra_env).flatMap(
        (text, index) =>
          [...new Set(findAssigned(text))].flatMap(name =>
            problemsAt(`deployment_config.${part}.${index}`, name),
          ),
      ),
    ),
  ];
};

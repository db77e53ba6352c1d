import { findServedModelNames } from '../../servedModelName';
import type { PartialSpec, SpecRule } from './SpecRule';

/** What is run, and its surroundings. */
export const commandRules: SpecRule[] = [
  {
    of: ['deployment_config.extra_env'],
    find: ({ deployment_config }) => {
      const names = (deployment_config?.extra_env ?? []).map(
        ({ name }) => name,
      );
      return names.flatMap((name, index) =>
        names.indexOf(name) < index
          ? {
              field: `deployment_config.extra_env.${index}.name`,
              message: `${name} is given twice`,
            }
          : [],
      );
    },
  },
  {
    of: ['deployment_config.extra_args'],
    find: ({ deployment_config }) =>
      findServedModelNames(deployment_config?.extra_args ?? []).length > 0
        ? [
            {
              field: 'deployment_config.extra_args',
              message: '--served-model-name is generated already: leave it out',
            },
          ]
        : [],
  },
  {
    of: [
      'name',
      'deployment_config.command',
      'deployment_config.args',
      'deployment_config.enable_autoscaling',
    ],
    find: servedModelNameIsName,
  },
];

// By this name the gateway sends requests and the autoscaler finds metrics
function servedModelNameIsName({ name, deployment_config = {} }: PartialSpec) {
  const { command, args, enable_autoscaling } = deployment_config;
  if (!name || (!command && !args)) {
    return [];
  }
  const field = `deployment_config.${args ? 'args' : 'command'}`;
  const served = findServedModelNames([...(command ?? []), ...(args ?? [])]);
  if (served.length === 0 && enable_autoscaling) {
    return [
      {
        field,
        message: `must have --served-model-name ${name}, by which the autoscaler and the gateway find the model`,
      },
    ];
  }
  return served.every(other => other === name)
    ? []
    : [
        {
          field,
          message: `--served-model-name must be ${name}, the model's name`,
        },
      ];
}

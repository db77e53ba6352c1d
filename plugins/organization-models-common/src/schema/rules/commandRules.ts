import { findCommandLines } from '../../command/findCommandLines';
import { findServedModelNames } from '../../servedModelName';
import { holdsSecret } from './secretRules';
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
      findServedModelNames(
        deployment_config?.extra_args ?? [],
        deployment_config?.extra_env,
      ).length > 0
        ? [
            {
              field: 'deployment_config.extra_args',
              message: '--served-model-name is generated already: leave it out',
            },
          ]
        : [],
  },
  {
    of: ['deployment_config.command', 'deployment_config.args'],
    find: wordsAreItems,
  },
  {
    of: [
      'name',
      'deployment_config.command',
      'deployment_config.args',
      'deployment_config.extra_args',
      'deployment_config.extra_env',
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
  const served = findServedModelNames(
    [
      ...(command ?? []),
      ...(args ?? []),
      ...(deployment_config.extra_args ?? []),
    ],
    deployment_config.extra_env,
  );
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
          message:
            served.length > 1
              ? `--served-model-name must be ${name} alone, the model's name: engines answer by several, but quota, metrics and the gateway's routes know one, and another model may have the other`
              : `--served-model-name must be ${name}, the model's name`,
        },
      ];
}

// Exec form: the first item is a program's path, blanks and all
function wordsAreItems({ deployment_config = {} }: PartialSpec) {
  const { command, args } = deployment_config;
  return [
    ...(command && isCommandLine(command[0])
      ? [
          {
            field: 'deployment_config.command.0',
            message: `is one item, which the container takes for the path of one program: split it into items, ${describeSplit(
              command[0],
            )}`,
          },
        ]
      : []),
    ...(command ? [] : args ?? []).flatMap((argument, index) =>
      isOptionWithValue(argument)
        ? [
            {
              field: `deployment_config.args.${index}`,
              message: `is one item, which the engine takes for one option: split it into items, ${describeSplit(
                argument,
              )}`,
            },
          ]
        : [],
    ),
  ];
}

function isCommandLine(word: string): boolean {
  return /\S\s+\S/.test(word);
}

function isOptionWithValue(argument: string): boolean {
  return /^-[^=\s]*\s+\S|^[^\s{["'-]\S*\s+--?[A-Za-z]/.test(argument.trim());
}

const LONGEST_SPLIT = 600;

function describeSplit(line: string): string {
  const split = JSON.stringify(findCommandLines(['sh', '-c', line]).flat());
  return holdsSecret(line) || split.length > LONGEST_SPLIT
    ? 'one for each word'
    : split;
}

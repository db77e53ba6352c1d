import { findShellWords } from '../../findShellWords';
import type { SpecRule } from './SpecRule';

const INSTEAD = 'use hugging_face_token or hugging_face_token_secret';

/** No secret is where everybody who may see the model could read it. */
export const secretRules: SpecRule[] = [
  {
    of: [
      'deployment_config.hugging_face_token',
      'deployment_config.hugging_face_token_secret',
    ],
    find: ({ deployment_config }) =>
      deployment_config?.hugging_face_token &&
      deployment_config.hugging_face_token_secret
        ? [
            {
              field: 'deployment_config.hugging_face_token',
              message: 'and hugging_face_token_secret exclude each other',
            },
          ]
        : [],
  },
  {
    of: ['deployment_config.extra_env'],
    find: ({ deployment_config }) =>
      (deployment_config?.extra_env ?? []).flatMap(({ name, value }, index) =>
        isSecretVariable(name, value)
          ? {
              field: `deployment_config.extra_env.${index}`,
              message: `looks like a secret in plain sight: ${INSTEAD}`,
            }
          : [],
      ),
  },
  ...(['command', 'args', 'extra_args'] as const).map(
    (part): SpecRule => ({
      of: [`deployment_config.${part}`],
      find: ({ deployment_config }) =>
        (deployment_config?.[part] ?? []).flatMap((argument, index) =>
          holdsSecret(argument)
            ? {
                field: `deployment_config.${part}.${index}`,
                message: `holds a secret in plain sight, which everybody who may see the model could read: ${INSTEAD}`,
              }
            : [],
        ),
    }),
  ),
];

/** `MAX_TOKENS` and its like count tokens; they are no secrets. */
const SECRET_NAME =
  /(TOKEN|((API|ACCESS|PRIVATE)_?KEY|SECRET|PASSWORD|PASSWD|CREDENTIAL)S?)$/i;
/** `hf_transfer` is a package that people install in scripts. */
const SECRET_VALUE = /\bhf_(?!transfer\b)[A-Za-z0-9]{8,}/;
const SECRET_OPTIONS = ['--api-key', '--hf-token'];

function isSecretVariable(name: string, value: string): boolean {
  return SECRET_VALUE.test(value) || (SECRET_NAME.test(name) && value !== '');
}

function holdsSecret(argument: string): boolean {
  return (
    SECRET_VALUE.test(argument) ||
    findShellWords(argument).some(
      word => isSecretOption(word) || isSecretAssignment(word),
    )
  );
}

function isSecretOption(word: string): boolean {
  return SECRET_OPTIONS.includes(word.split('=')[0].replace(/_/g, '-'));
}

// `export HF_TOKEN=…` in a script; a reference to a variable is none
function isSecretAssignment(word: string): boolean {
  const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
  return (
    name !== undefined &&
    !value.startsWith('$') &&
    isSecretVariable(name, value)
  );
}

import { expandEverywhere, readVariables } from '../../command/expandVariables';
import { findShellWords } from '../../command/findShellWords';
import { holdsSecretText, isSecretName } from '../../secrets';
import { findTexts } from './findTexts';
import type { PartialSpec, SpecRule } from './SpecRule';

const INSTEAD = 'use hugging_face_token or hugging_face_token_secret';
const INSTEAD_OF_PROXY =
  'leave out the user, or have the administrators set the proxy for the whole cluster';

const PROXY = /^\w+_proxy$/i;
/** Also without a scheme; what a variable stands for is not in sight. */
const PROXY_PASSWORD = /^([^/]*:\/\/)?[^/@:]*:(?!\$|\/\/)[^@]+@/;

/** Fields which are made for a token, or have a rule above. */
const HAS_RULE =
  /^deployment_config\.(hugging_face_token$|extra_env\.|command\.|args\.|extra_args\.)/;

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
        isSecretVariable(name, value) ||
        isSecretVariable(name, withPlainValues(value, deployment_config))
          ? {
              field: `deployment_config.extra_env.${index}`,
              message: `looks like a secret in plain sight: ${
                PROXY.test(name) ? INSTEAD_OF_PROXY : INSTEAD
              }`,
            }
          : [],
      ),
  },
  ...(['command', 'args', 'extra_args'] as const).map(
    (part): SpecRule => ({
      of: [`deployment_config.${part}`],
      find: ({ deployment_config }) =>
        (deployment_config?.[part] ?? []).flatMap((argument, index, all) =>
          isInSight([argument, all[index + 1] ?? ''], deployment_config)
            ? {
                field: `deployment_config.${part}.${index}`,
                message: `holds a secret in plain sight, which everybody who may see the model could read: ${INSTEAD}`,
              }
            : [],
        ),
    }),
  ),
  {
    of: [],
    find: spec =>
      findTexts(spec)
        .filter(
          ({ field, text }) => !HAS_RULE.test(field) && holdsSecretText(text),
        )
        .map(({ field }) => ({
          field,
          message: `holds what looks like a token or a password, which everybody who may see the model could read: ${INSTEAD}`,
        })),
  },
];

// what another variable stands for is in sight, too
function isInSight(
  words: [string, string],
  config: PartialSpec['deployment_config'],
): boolean {
  const [argument, next] = words.map(word => withPlainValues(word, config));
  return holdsSecretText(words[0]) || holdsSecret(argument, next);
}

// http://user:$(P)@host: what stands in another variable is in sight, too
function withPlainValues(
  text: string,
  config: PartialSpec['deployment_config'] = {},
): string {
  return expandEverywhere(text, readVariables(config.extra_env));
}

const SECRET_OPTIONS = ['--api-key', '--hf-token', '--admin-api-key'];
const SECRET_OPTION = /^--[a-z-]*(password|secret|secret-key|access-key)$/;
/** A shorter beginning is another option's, too. */
const SHORTEST_BEGINNING = 5;

function isSecretVariable(name: string, value: string): boolean {
  return (
    holdsSecretText(name) ||
    holdsSecretText(value) ||
    (PROXY.test(name) && PROXY_PASSWORD.test(value)) ||
    (isSecretName(name) && value !== '')
  );
}

/**
 * Whether an argument of a command holds a secret in plain sight.
 *
 * @param next - the argument after it, which may be the value of an option
 */
export function holdsSecret(argument: string, next?: string): boolean {
  return (
    holdsSecretText(argument) ||
    findShellWords(argument).some(
      (word, index, words) =>
        isSecretOption(word, words[index + 1] ?? next) ||
        isSecretAssignment(word) ||
        isGivenSecret(words, index),
    )
  );
}

/** Programs that get files and log in, in scripts before the engine. */
const SECRET_OF_PROGRAM: [RegExp, RegExp][] = [
  [/^(hf|huggingface-cli|ngc)\b/, /^--token$/],
  [/^(docker|podman|helm) (registry )?login/, /^(-p|--password)$/],
  [/^(curl|wget)\b/, /^(-u|--user|--http-password|--oauth2-bearer)$/],
  [/^wandb$/, /^login$/],
];

// curl -u name:password; a variable in its place is none
function isGivenSecret(words: string[], index: number): boolean {
  const [option, inline] = words[index].split('=', 2);
  const value = inline ?? words[index + 1] ?? '';
  const isPair = !/^(-u|--user)$/.test(option) || /^[^:]*:(?!\$)./.test(value);
  return (
    value !== '' &&
    !/^[-$;]/.test(value) &&
    isPair &&
    SECRET_OF_PROGRAM.some(
      ([program, secret]) =>
        secret.test(option) && program.test(programAt(words, index)),
    )
  );
}

// a program and what it is to do, behind what ended the command before it
function programAt(words: string[], index: number): string {
  return words
    .slice(words.lastIndexOf(';', index) + 1, index)
    .filter(word => !/^\w+=|^-|^(sudo|exec|then|do)$/.test(word))
    .map(word => word.replace(/^.*\//, ''))
    .join(' ');
}

// what a variable stands for is judged where that is set
function isSecretOption(word: string, next: string | undefined): boolean {
  const [written, inline] = word.split('=', 2);
  const name = written.replace(/_/g, '-');
  const isNamed =
    SECRET_OPTION.test(name) ||
    (name.length >= SHORTEST_BEGINNING &&
      SECRET_OPTIONS.some(option => option.startsWith(name)));
  return isNamed && !/^\$[({\w]/.test(inline ?? next ?? '');
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

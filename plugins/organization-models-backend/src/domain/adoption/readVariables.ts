import type { LiveContainer, LiveVariable } from './LiveWorkload';

export type VariableReading = {
  plain: { name: string; value: string }[] | undefined;
  /** The Secret of the Hugging Face token, as the container refers to it. */
  token: { name: string; key: string } | undefined;
  problems: { field: string; message: string }[];
};

const TOKEN_NAMES = ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN'];
/** What models get from here anyway. */
const OURS = [
  ...['HOME', 'USER', 'LOGNAME', 'HF_HOME', 'HF_HUB_CACHE'],
  'TRANSFORMERS_CACHE',
];

/**
 * What can be kept of a container's variables. The value of one that is named
 * like a secret goes nowhere, and neither does a Secret that a model could not
 * refer to: both have to be mended in the workload first.
 */
export function readVariables(
  { env = [], envFrom = [] }: LiveContainer,
  isSecretName: (name: string) => boolean,
): VariableReading {
  const kept = env.filter(({ name }) => !OURS.includes(name));
  const isToken = ({ name, valueFrom }: LiveVariable) =>
    TOKEN_NAMES.includes(name) && valueFrom?.secretKeyRef !== undefined;
  const token = kept.find(isToken)?.valueFrom?.secretKeyRef;
  const others = kept.filter(variable => !isToken(variable));
  const references = others
    .filter(({ valueFrom }) => valueFrom !== undefined)
    .map(({ name }) => name);
  const secrets = others
    .filter(({ name, value }) => value && isSecretName(name))
    .map(({ name }) => name);
  const plain = others.flatMap(({ name, value, valueFrom }) =>
    valueFrom === undefined ? [{ name, value: value ?? '' }] : [],
  );
  return {
    plain: plain.length > 0 ? plain : undefined,
    token: token && { name: token.name, key: token.key },
    problems: [
      ...describe(
        secrets,
        'have their secrets in plain sight, and those are never copied: a Secret that HF_TOKEN refers to can be kept, others go',
      ),
      ...describe(
        references,
        'refer to Secrets, ConfigMaps or fields, which a model cannot: only HF_TOKEN can',
      ),
      ...(envFrom.length > 0
        ? describe(
            ['envFrom'],
            'takes in all variables of a Secret or ConfigMap, which a model cannot',
          )
        : []),
    ],
  };
}

function describe(names: string[], message: string) {
  return names.length > 0
    ? [
        {
          field: 'name',
          message: `its variables ${names.join(', ')} ${message}`,
        },
      ]
    : [];
}

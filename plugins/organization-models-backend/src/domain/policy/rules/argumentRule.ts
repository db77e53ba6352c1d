import {
  findShellWords,
  type OptionDialect,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { BUILT_IN_RUNTIMES } from '../../engines/findRuntime';
import { isOption } from '../../engines/isOption';
import { findEngineArguments } from '../../engines/readCommand';
import { findSpecRuntime } from '../../engines/specRuntime';
import { expandVariables } from '../expandVariables';
import { policyRule } from '../PolicyRule';
import type { PolicySubject } from '../PolicySubject';

/** It reads more arguments from a file, which nobody here can see. */
const FROM_FILE = '--config';

/** Which arguments a model must not have, however they are written. */
export const argumentRule = policyRule('arguments', {
  because: 'the argument can harm others or run code of strangers',
  find: ({ forbidden = [] }, { spec: { deployment_config = {} } }) => {
    const options = forbidden.length > 0 ? [...forbidden, FROM_FILE] : [];
    const dialects = findDialects(deployment_config);
    return (['command', 'args', 'extra_args'] as const).flatMap(part =>
      expandVariables(
        deployment_config[part] ?? [],
        deployment_config.extra_env,
      ).flatMap((argument, index) => {
        const found = findOption(argument, { options, dialects });
        return found
          ? [
              {
                field: `deployment_config.${part}.${index}`,
                message: `has ${found}, which is forbidden: leave it out`,
              },
            ]
          : [];
      }),
    );
  },
});

// A command is read as the engines read it that it starts; where it starts none
// that is known, as any of them would
function findDialects(
  deployment_config: NonNullable<PolicySubject['spec']['deployment_config']>,
): OptionDialect[] {
  const { command, args = [], extra_env } = deployment_config;
  if (!command) {
    return [findSpecRuntime({ deployment_config }).options];
  }
  const started = BUILT_IN_RUNTIMES.filter(candidate =>
    findEngineArguments([...command, ...args], {
      runtime: candidate,
      variables: extra_env,
    }),
  );
  return (started.length > 0 ? started : BUILT_IN_RUNTIMES).map(
    ({ options }) => options,
  );
}

function findOption(
  argument: string,
  { options, dialects }: { options: string[]; dialects: OptionDialect[] },
): string | undefined {
  const words = findShellWords(argument);
  return options.find(option =>
    dialects.some(dialect =>
      words.some(word => isOption(word, option, dialect)),
    ),
  );
}

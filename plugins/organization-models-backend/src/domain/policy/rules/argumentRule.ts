import { findShellWords } from '@orgmodels/backstage-plugin-organization-models-common';
import { BUILT_IN_RUNTIMES } from '../../engines/findRuntime';
import { isOption } from '../../engines/isOption';
import { expandVariables } from '../expandVariables';
import { policyRule } from '../PolicyRule';

/** It reads more arguments from a file, which nobody here can see. */
const FROM_FILE = '--config';

/** Which arguments a model must not have, however they are written. */
export const argumentRule = policyRule('arguments', {
  because: 'the argument can harm others or run code of strangers',
  find: ({ forbidden = [] }, { spec: { deployment_config = {} } }) => {
    const options = forbidden.length > 0 ? [...forbidden, FROM_FILE] : [];
    return (['command', 'args', 'extra_args'] as const).flatMap(part =>
      expandVariables(
        deployment_config[part] ?? [],
        deployment_config.extra_env,
      ).flatMap((argument, index) => {
        const found = findOption(argument, options);
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

function findOption(argument: string, options: string[]): string | undefined {
  const words = findShellWords(argument);
  return options.find(option =>
    BUILT_IN_RUNTIMES.some(({ options: dialect }) =>
      words.some(word => isOption(word, option, dialect)),
    ),
  );
}

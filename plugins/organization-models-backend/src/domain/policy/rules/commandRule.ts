import type { StoredSpec } from '../../facts/ResolvedModel';
import { BUILT_IN_RUNTIMES } from '../../engines/findRuntime';
import { describeAllowed } from '../describeAllowed';
import { expandVariables } from '../expandVariables';
import { policyRule } from '../PolicyRule';

/** Where images have their own programs; elsewhere a volume may bring others. */
const FOLDER = /^(\/usr(\/local)?\/bin\/|\/opt\/venv\/bin\/)/;
const PYTHON = /^python(3(\.\d+)?)?$/;
/** Options of Python that take no value and run nothing. */
const PYTHON_FLAG = /^-[uBsEIOPq]+$/;

/** Whether a model may have a command of its own, and which programs in it. */
export const commandRule = policyRule('commands', {
  because: 'what a container runs has to be readable from its arguments',
  find: ({ allowed = true, shell = true }, { spec }) => {
    const { command } = spec.deployment_config ?? {};
    const field = 'deployment_config.command';
    if (!command) {
      return [];
    }
    if (!allowed) {
      return [
        {
          field,
          message: 'must be left out: use args or extra_args instead',
        },
      ];
    }
    return !shell && !runsEngine(spec)
      ? [
          {
            field,
            message: `must start an engine itself, without a shell, a script or another program before it: ${describeAllowed(
              PROGRAMS,
            )}, and its arguments as single items`,
          },
        ]
      : [];
  },
});

const PROGRAMS = BUILT_IN_RUNTIMES.flatMap(({ programs }) => [
  ...programs.commands,
  ...programs.modules.map(name => `python3 -m ${name}`),
]);

// What it is not known to be, it may be anything: env and timeout run what
// comes after them, and a variable that only the cluster knows may be a shell
function runsEngine({ deployment_config = {} }: StoredSpec): boolean {
  const { command = [], args = [], extra_env } = deployment_config;
  const [program, ...rest] = expandVariables([...command, ...args], extra_env);
  const name = program.replace(FOLDER, '');
  if (!PYTHON.test(name)) {
    return BUILT_IN_RUNTIMES.some(({ programs }) =>
      programs.commands.includes(name),
    );
  }
  const start = rest.findIndex(word => !PYTHON_FLAG.test(word));
  const [option, module] = rest.slice(start);
  return (
    option === '-m' &&
    BUILT_IN_RUNTIMES.some(({ programs }) => programs.modules.includes(module))
  );
}

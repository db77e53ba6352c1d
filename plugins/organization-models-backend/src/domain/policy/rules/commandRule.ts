import { policyRule } from '../PolicyRule';

const SHELLS = /^((|ba|rba|da|a|z|k|mk|c|tc|fi|pw)sh|busybox)$/;
const INTERPRETERS = /^(python[\d.]*|perl|ruby|node)$/;
const INLINE_SCRIPT = /^-[a-zA-Z]*[ce]/;

/** Whether a model may have a command of its own, and a script in it. */
export const commandRule = policyRule('commands', {
  because: 'what a container runs has to be readable from its arguments',
  find: ({ allowed = true, shell = true }, { spec }) => {
    const { command, args = [] } = spec.deployment_config ?? {};
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
    return !shell && runsScript([...command, ...args])
      ? [
          {
            field,
            message:
              'must not run a shell or a script: name the program and its arguments as single items',
          },
        ]
      : [];
  },
});

// At any place: env, timeout and their like run what comes after them
function runsScript(words: string[]): boolean {
  return words.some((word, index) => {
    const program = word.slice(word.lastIndexOf('/') + 1);
    return (
      SHELLS.test(program) ||
      (INTERPRETERS.test(program) && INLINE_SCRIPT.test(words[index + 1] ?? ''))
    );
  });
}

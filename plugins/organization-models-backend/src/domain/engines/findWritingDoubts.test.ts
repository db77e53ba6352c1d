import { findWritingDoubts } from './findWritingDoubts';

type Config = Parameters<typeof findWritingDoubts>[0]['deployment_config'];

const doubtsOf = (deployment_config: Config) =>
  findWritingDoubts({ deployment_config }).map(
    ({ field, message }) => `${field} ${message}`,
  );

const SCRIPT = ['bash', '-c'];

describe('findWritingDoubts', () => {
  it.each<[string, Config, string]>([
    [
      'a dash that is no hyphen',
      { args: ['a/b', '\u2014tensor-parallel-size', '2'] },
      'args.1 .*write --tensor-parallel-size',
    ],
    [
      'one within a script',
      { command: [...SCRIPT, 'vllm serve a/b \u2013\u2013max-model-len 8192'] },
      'command.2 .*write --max-model-len',
    ],
    [
      'quotation marks that no shell takes away',
      { args: ['a/b', '--served-model-name="m"'] },
      'args.1 .*leave them out',
    ],
    [
      'a word that a script loses',
      { command: [...SCRIPT, 'exec "$@"'], args: ['vllm', 'serve', 'a/b'] },
      'args.0 is \\$0 .*put a word before it',
    ],
    [
      'those around JSON',
      { extra_args: ['--hf-overrides', `'{"architectures": ["X"]}'`] },
      'extra_args.1 .*quotation marks',
    ],
    [
      'the end of a line, as blocks of YAML have it',
      { command: ['vllm', 'serve', 'a/b\n'] },
      'command.2 .*end of a line',
    ],
    [
      'a line that was broken without a backslash',
      { command: [...SCRIPT, 'vllm serve a/b\n  --max-model-len 8192'] },
      'command has a line .*--max-model-len',
    ],
    [
      'a blank behind the backslash',
      { command: [...SCRIPT, 'vllm serve a/b \\ \n  --seed 1\n'] },
      'command has a line .*--seed',
    ],
  ])('doubts %s', (_, config, expected) => {
    expect(doubtsOf(config)).toEqual([
      expect.stringMatching(new RegExp(expected)),
    ]);
  });

  it.each<[string, Config]>([
    ['nothing', undefined],
    ['JSON', { args: ['a/b', '--hf-overrides={"a": "b"}', '{"a": 1}'] }],
    ['negative numbers', { args: ['a/b', '--max-model-len', '-1'] }],
    ['quotes in a script', { command: [...SCRIPT, `vllm serve "a/b" -q 'x'`] }],
    [
      'lines of a script',
      { command: [...SCRIPT, 'vllm serve a \\\n  -q x\n'] },
    ],
    [
      'what a script is given',
      { command: [...SCRIPT, 'exec vllm serve "$@"', '--'], args: ['a/b'] },
    ],
    ['dashes in words', { args: ['a/b', '--chat-template', 'x \u2014 y'] }],
    [
      'templates',
      { args: ['--chat-template', '{% if a %}\n"b"\n{% endif %}\n'] },
    ],
  ])('has no doubt of %s', (_, config) => {
    expect(doubtsOf(config)).toEqual([]);
  });
});

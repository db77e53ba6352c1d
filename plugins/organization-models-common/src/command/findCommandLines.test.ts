import { findCommandLines } from './findCommandLines';

const VARIABLES = [
  { name: 'MODEL', value: 'Qwen/Qwen3-8B' },
  { name: 'TP', value: '4' },
  { name: 'BOTH', value: '$(MODEL):$(TP)' },
  { name: 'ARGS', value: '--dtype half --seed 1' },
  { name: 'EMPTY', value: '' },
];

describe('findCommandLines', () => {
  it.each<[string, string[], string[][]]>([
    [
      'Kubernetes puts in what it knows',
      ['$(MODEL)', '--name=$(BOTH)', '$(NOBODY)', '$$(MODEL)', '$MODEL'],
      [
        [
          'Qwen/Qwen3-8B',
          '--name=Qwen/Qwen3-8B:4',
          '$(NOBODY)',
          '$(MODEL)',
          '$MODEL',
        ],
      ],
    ],
    [
      'words with blanks are no script',
      ['vllm', '--hf-overrides', '{"a": "--served-model-name x"}'],
      [['vllm', '--hf-overrides', '{"a": "--served-model-name x"}']],
    ],
    [
      'a shell puts in its variables and splits them',
      [
        'sh',
        '-c',
        'exec vllm serve ${MODEL} $ARGS --tp=${TP:-8}; echo "$ARGS"',
      ],
      [
        [
          'exec',
          'vllm',
          'serve',
          'Qwen/Qwen3-8B',
          '--dtype',
          'half',
          '--seed',
          '1',
          '--tp=4',
        ],
        ['echo', '--dtype half --seed 1'],
      ],
    ],
    [
      'what is not set has its default',
      ['bash', '-ec', 'vllm serve ${X:-m} --n ${EMPTY:-2} --m ${Y:=3} $Z'],
      [['vllm', 'serve', 'm', '--n', '2', '--m', '3', '$Z']],
    ],
    [
      'a script sets variables, too',
      ['/bin/sh', '-c', 'export A=7; B="8"\nvllm serve m --a $A --b $B'],
      [['vllm', 'serve', 'm', '--a', '7', '--b', '8']],
    ],
    [
      'single quotes keep a dollar sign',
      ['sh', '-c', "vllm serve '$MODEL'"],
      [['vllm', 'serve', '$MODEL']],
    ],
    [
      'statements, pipes and redirections end a command',
      ['sh', '-c', 'sleep 1 && vllm serve m --x 1 2>&1 | tee /tmp/log; echo'],
      [
        ['sleep', '1'],
        ['vllm', 'serve', 'm', '--x', '1'],
        ['tee', '/tmp/log'],
        ['echo'],
      ],
    ],
    [
      'the script may be an argument, and have some',
      ['bash', '-o', 'pipefail', '-c', 'vllm serve "$@"', '--', 'm', '--x'],
      [['vllm', 'serve', 'm', '--x']],
    ],
    [
      'positions of what is given, $0 among them',
      ['sh', '-c', 'exec "$0" "$@" --x $2 $9', 'vllm', 'serve', 'm'],
      [['exec', 'vllm', 'serve', 'm', '--x', 'm', '']],
    ],
    [
      'a script within a script',
      ['env', 'A=1', 'sh', '-c', `bash -lc 'vllm serve $MODEL'`],
      [['vllm', 'serve', 'Qwen/Qwen3-8B']],
    ],
    [
      'a number before a redirection belongs to it only where it touches it',
      ['sh', '-c', 'vllm serve m -tp 4 > /tmp/log 2>&1'],
      [['vllm', 'serve', 'm', '-tp', '4']],
    ],
    [
      'arrays',
      [
        'bash',
        '-c',
        'ARGS=(\n  m # the model\n  --x "a b"\n)\nARGS+=(-tp $TP)\nvllm serve "${ARGS[@]}" --n ${NONE[@]}',
      ],
      [['vllm', 'serve', 'm', '--x', 'a b', '-tp', '4', '--n', '$NONE[@]']],
    ],
    [
      'a command that a variable is given, piece by piece',
      ['bash', '-c', 'C="vllm serve m"\nC="$C --a"\nC+=" --b"\nexec $C'],
      [['exec', 'vllm', 'serve', 'm', '--a', '--b']],
    ],
    [
      'a command that is evaluated',
      ['bash', '-c', `C="vllm serve m --x 'a b'"; eval "$C"`],
      [['vllm', 'serve', 'm', '--x', 'a b']],
    ],
    [
      'parameters that a script sets itself',
      ['sh', '-c', 'set -- m --x; vllm serve "$@"'],
      [['vllm', 'serve', 'm', '--x']],
    ],
    [
      'variables that are declared, or have a default from then on',
      ['bash', '-c', 'declare -x A=1; : "${B:=2}"\nvllm serve m $A $B'],
      [
        [':', '2'],
        ['vllm', 'serve', 'm', '1', '2'],
      ],
    ],
    [
      'options of the shell, with names of theirs',
      ['bash', '--login', '-o', 'nounset', '+x', '-c', '--', 'vllm serve m'],
      [['vllm', 'serve', 'm']],
    ],
    [
      'lines go on after a backslash',
      ['sh', '-c', 'vllm serve m \\\n  --x "a b" # --y'],
      [['vllm', 'serve', 'm', '--x', 'a b']],
    ],
  ])('%s', (_, words, lines) => {
    expect(findCommandLines(words, VARIABLES)).toEqual(lines);
  });

  it('comes to an end with variables that hold themselves, or double', () => {
    const variables = [
      { name: 'S', value: 'sh -c "$S"' },
      { name: 'E', value: 'eval $E' },
      { name: 'D0', value: 'x'.repeat(100) },
      ...Array.from({ length: 40 }, (_, index) => ({
        name: `D${index + 1}`,
        value: `$(D${index})$(D${index})`,
      })),
    ];
    const doubling = 'A=xxxxxxxxxx\n'.concat('A="$A$A"\n'.repeat(40));
    const lists = `L=(a)\n${'L+=("${L[@]}")\n'.repeat(40)}`;
    for (const script of ['eval $E', '$S', 'sh -c "$S"', doubling, lists]) {
      const words = ['sh', '-c', `${script}; vllm serve m $A $D40`];
      expect(
        JSON.stringify(findCommandLines(words, variables)).length,
      ).toBeLessThan(1_000_000);
    }
  });

  it.each([`vllm serve 'm --x`, 'vllm "', '${', '\\', ';;&&|'])(
    'comes to an end with the script %s',
    script => {
      expect(findCommandLines(['sh', '-c', script])).toEqual(expect.any(Array));
    },
  );
});

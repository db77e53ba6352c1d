import type { StoredSpec } from '../facts/ResolvedModel';
import { findCommandProblems } from './findCommandProblems';
import { resolveCommand } from './resolveCommand';
import { vllmRuntime } from './vllm/vllmRuntime';

const FACTS = {
  runtime: vllmRuntime,
  engineVersion: '0.10.2',
  gpuCount: 1,
  source: 'Qwen/Qwen3-8B',
};

function specOf(
  deployment_config: StoredSpec['deployment_config'],
): StoredSpec {
  return { name: 'qwen3-8b', model_type: 'chat', deployment_config };
}

describe('resolveCommand', () => {
  it('takes an explicit command as it is, without arguments of ours', () => {
    const command = ['sh', '-c', 'vllm serve Qwen/Qwen3-8B'];
    expect(resolveCommand(specOf({ command }), FACTS)).toEqual({
      command,
      args: undefined,
    });
  });

  it('appends extra arguments to given ones', () => {
    const spec = specOf({
      args: ['Qwen/Qwen3-8B'],
      extra_args: ['--enforce-eager'],
    });
    expect(resolveCommand(spec, FACTS)).toEqual({
      command: ['vllm', 'serve'],
      args: ['Qwen/Qwen3-8B', '--enforce-eager'],
    });
  });

  it('writes the command where nothing is given', () => {
    expect(resolveCommand(specOf({ max_model_len: 4096 }), FACTS)).toEqual({
      command: ['vllm', 'serve'],
      args: [
        'Qwen/Qwen3-8B',
        '--served-model-name',
        'qwen3-8b',
        '--max-model-len',
        '4096',
      ],
    });
  });
});

describe('findCommandProblems', () => {
  const problemsOf = (config: StoredSpec['deployment_config']) =>
    findCommandProblems(specOf(config), { runtime: vllmRuntime, gpuCount: 1 });

  it('names the item of extra_args that repeats what is generated', () => {
    expect(
      problemsOf({ extra_args: ['--enforce-eager', '--max-model-len', '1'] }),
    ).toEqual([
      {
        field: 'deployment_config.extra_args.1',
        message: '--max-model-len is generated already: set max_model_len',
      },
    ]);
  });

  it('refuses what would get lost beside a command', () => {
    const fields = problemsOf({
      command: ['vllm'],
      extra_args: ['--enforce-eager'],
      max_model_len: 1,
    }).map(({ field }) => field);
    expect(fields).toEqual([
      'deployment_config.extra_args',
      'deployment_config.max_model_len',
    ]);
  });

  it.each([
    [['serve', 'a/b'], 'leave out serve'],
    [['vllm', 'serve', 'a/b'], 'leave out vllm serve'],
    [['/opt/venv/bin/vllm', 'serve', 'a/b'], 'leave out /opt/venv/bin/vllm'],
    [
      ['-m', 'vllm.entrypoints.openai.api_server', '--model', 'a/b'],
      'leave out -m vllm.entrypoints.openai.api_server',
    ],
    [['bash', '-c', 'vllm serve a/b'], 'into command'],
    [['/bin/sh', '-c', 'vllm serve a/b'], 'into command'],
    [['-c', 'vllm serve a/b -tp 2'], 'into command'],
    [['python3', '-m', 'x'], 'into command'],
  ])('refuses a program in args: %j', (args, message) => {
    expect(problemsOf({ args })).toEqual([
      {
        field: 'deployment_config.args.0',
        message: expect.stringContaining(message),
      },
    ]);
    expect(problemsOf({ command: args })).toEqual([]);
  });

  it('lets given arguments say everything', () => {
    expect(
      problemsOf({ args: ['a'], extra_args: ['--max-model-len', '1'] }),
    ).toEqual([]);
  });

  it.each<[StoredSpec['deployment_config'], number, string[]]>([
    [{ args: ['a', '-tp', '4'] }, 1, ['deployment_config.gpu_count']],
    [{ args: ['a', '-tp', '4'] }, 4, []],
    [
      {
        command: ['sh', '-c', 'vllm serve a -tp $TP -pp 2'],
        extra_env: [{ name: 'TP', value: '2' }],
      },
      2,
      ['deployment_config.gpu_count'],
    ],
    [{ args: ['a', '-tp', '4'] }, 0, []],
    [{ command: ['/start', '-tp', '4'] }, 1, []],
    [
      { extra_args: ['--prefill-context-parallel-size', '3'] },
      4,
      ['deployment_config.extra_args.0'],
    ],
    [{ extra_args: ['-pcp', '2'] }, 4, []],
    [
      { extra_args: ['-pp=2', '-dcp=4'] },
      4,
      ['deployment_config.extra_args.0'],
    ],
  ])('counts the ranks of %j on %i GPUs', (config, gpuCount, fields) => {
    const problems = findCommandProblems(specOf(config), {
      runtime: vllmRuntime,
      gpuCount,
    });
    expect(problems.map(({ field }) => field)).toEqual(fields);
  });
});

import type { StoredSpec } from '../facts/ResolvedModel';
import { findCommandDoubts } from './findCommandDoubts';
import { vllmRuntime } from './vllm/vllmRuntime';

function foundIn(deployment_config: StoredSpec['deployment_config']) {
  return findCommandDoubts(
    { name: 'm', deployment_config },
    { runtime: vllmRuntime },
  )
    .filter(({ code }) => code === 'MayNotBeReached')
    .map(({ field, message }) => `${field} ${message.split(':')[0]}`);
}

describe('findCommandDoubts', () => {
  it.each([
    [['--port', '9000'], '--port 9000'],
    [['--port=9000'], '--port 9000'],
    [['--host', '127.0.0.1'], '--host 127.0.0.1'],
    [['--host=localhost', '--port', '80'], '--port 80 and --host localhost'],
    [['--uds', '/tmp/vllm.sock'], '--uds'],
  ])('doubts %j', (args, found) => {
    expect(foundIn({ args })).toEqual([`deployment_config.args has ${found}`]);
  });

  it('reads scripts', () => {
    const command = ['sh', '-c', 'exec vllm serve m --port "9000"'];
    expect(foundIn({ command })).toEqual([
      'deployment_config.command has --port 9000',
    ]);
  });

  it.each([
    [['m', '--port', '8000', '--host', '0.0.0.0']],
    [
      [
        'm',
        '--transport',
        '9000',
        '--rpc-port',
        '9000',
        '--host-name',
        '127.0.0.1',
      ],
    ],
    [undefined],
  ])('has no doubt of %j', args => {
    expect(foundIn({ args })).toEqual([]);
  });
});

describe('findCommandDoubts of what is not used or found', () => {
  const doubtsOf = (
    deployment_config: StoredSpec['deployment_config'],
    gpuCount = 1,
  ) =>
    findCommandDoubts(
      { name: 'm', deployment_config },
      { runtime: vllmRuntime, gpuCount },
    ).map(({ code, message }) => [code, message]);

  it('tells of GPUs that the command leaves idle', () => {
    const args = ['a/b', '--served-model-name', 'm', '-tp', '2'];
    expect(doubtsOf({ args }, 4)).toEqual([
      [
        'IdleGpus',
        'is 4, and the command uses 2 of them: --tensor-parallel-size 4 would use all, or set gpu_count to 2',
      ],
    ]);
    expect(doubtsOf({ args }, 2)).toEqual([]);
    const script = 'vllm serve a/b --served-model-name m -tp $(nvidia-smi -L)';
    expect(doubtsOf({ command: ['sh', '-c', script] }, 4)).toEqual([]);
  });

  it.each([
    { command: ['vllm', 'serve', 'a/b'] },
    { args: ['a/b'] },
    { command: ['sh', '-c', 'vllm serve a/b'] },
  ])('tells of the other name by which %j answers', config => {
    expect(doubtsOf(config)).toEqual([
      ['ServedByAnotherName', expect.stringContaining('answers as a/b alone')],
    ]);
  });

  it.each([
    {},
    { command: ['/start.sh'] },
    {
      args: ['a/b', '--served-model-name=$(NAME)'],
      extra_env: [{ name: 'NAME', value: 'm' }],
    },
  ])('has no doubt of %j', config => {
    expect(doubtsOf(config)).toEqual([]);
  });

  it('does not guess what a file of options says', () => {
    const script =
      'printf "%s" "$OPTIONS" > /tmp/c.yaml; vllm serve --config /tmp/c.yaml';
    expect(doubtsOf({ command: ['sh', '-c', script] }, 8)).toEqual([]);
  });

  it('tells of a second model on the same GPUs', () => {
    const extra_args = ['--speculative-config', '{"model": "c/draft"}'];
    expect(doubtsOf({ extra_args })).toEqual([
      ['DraftModelNotCounted', expect.stringContaining('c/draft')],
    ]);
  });
});

import { findOptionDoubts } from './findOptionDoubts';
import { sglangRuntime } from './sglang/sglangRuntime';
import { vllmRuntime } from './vllm/vllmRuntime';

type Config = Parameters<typeof findOptionDoubts>[0]['deployment_config'];

const doubtsOf = (deployment_config: Config, runtime = vllmRuntime) =>
  findOptionDoubts({ deployment_config }, runtime).map(
    ({ field, message }) => `${field} ${message}`,
  );

describe('findOptionDoubts', () => {
  it.each<[string, Config, string]>([
    [
      'a typo',
      { extra_args: ['--seed=1', '--enable-prefix-cashing'] },
      'extra_args.1 --enable-prefix-cashing .*--enable-prefix-caching may be meant',
    ],
    [
      'a typo with its value',
      { args: ['a/b', '--max-num-sqs=8'] },
      'args.1 --max-num-sqs .*--max-num-seqs',
    ],
    [
      'a share in percent',
      { extra_args: ['--gpu-memory-utilization', '95'] },
      'extra_args.0 .*is 95.*0.95 may be meant',
    ],
    [
      'a share of nothing',
      { extra_args: ['--gpu_memory_utilization=0'] },
      'above 0 and at most 1$',
    ],
    [
      'one hyphen for two',
      { args: ['-model', 'a/b'] },
      'args.0 -model .*--model may be meant',
    ],
    [
      'a switch with a value',
      { args: ['a/b', '--trust-remote-code', 'true'] },
      'args.1 --trust-remote-code is a switch .*--no-trust-remote-code',
    ],
    [
      'a switch with its value at once',
      { extra_args: ['--enforce-eager=True'] },
      'extra_args.0 --enforce-eager is a switch',
    ],
    [
      'a number with an exponent',
      { args: ['a/b', '--max-model-len', '1e5'] },
      'args.1 --max-model-len is 1e5.*whole number',
    ],
    [
      'a number in words',
      { args: ['a/b', '--tensor-parallel-size=four'] },
      'args.1 --tensor-parallel-size is four',
    ],
    [
      'a number with a unit of bytes',
      { extra_args: ['--max-num-batched-tokens', '16KB'] },
      'extra_args.0 .* is 16KB',
    ],
  ])('doubts %s', (_, config, expected) => {
    expect(doubtsOf(config)).toEqual([
      expect.stringMatching(new RegExp(expected)),
    ]);
  });

  it('knows what other engines call their share', () => {
    const config = { extra_args: ['--mem-fraction-static', '88'] };
    expect(doubtsOf(config, sglangRuntime)).toHaveLength(1);
  });

  it.each<[string, Config]>([
    ['known ones', { extra_args: ['--enable-prefix-caching', '-tp=2'] }],
    ['switched off ones', { extra_args: ['--no-enable-prefix-caching'] }],
    ['unknown ones', { extra_args: ['--some-new-thing', '1', '--mode=3'] }],
    [
      'ones that are like others',
      {
        extra_args: [
          '--ec-transfer-config={}',
          '--dcp-kv-cache-interleave-size=1',
        ],
      },
    ],
    [
      'numbers',
      { args: ['--max-model-len=-1', '--max-num-seqs', '1_024', '-tp=$(N)'] },
    ],
    ['variables', { args: ['--gpu-memory-utilization=$(SHARE)'] }],
    [
      'words of a command of one’s own',
      { command: ['run'], args: ['--modle'] },
    ],
    ['none', undefined],
  ])('has no doubt of %s', (_, config) => {
    expect(doubtsOf(config)).toEqual([]);
  });
});

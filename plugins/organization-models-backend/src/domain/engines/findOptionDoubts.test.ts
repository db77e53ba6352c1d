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

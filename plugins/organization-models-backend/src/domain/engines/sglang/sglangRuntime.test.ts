import type { CommandRequest } from '../ModelRuntime';
import { countRanks } from '../../facts/CommandReading';
import { readCommand } from '../readCommand';
import { sglangRuntime } from './sglangRuntime';

const REQUEST: CommandRequest = {
  engineVersion: '0.5.18',
  name: 'qwen3-8b',
  modelType: 'chat',
  source: 'Qwen/Qwen3-8B',
  gpuCount: 1,
  extraArgs: [],
};
const SERVED = [
  '--model-path',
  'Qwen/Qwen3-8B',
  '--served-model-name',
  'qwen3-8b',
];
const REACHED = ['--host', '0.0.0.0', '--port', '8000', '--enable-metrics'];

describe('the tags of SGLang', () => {
  // tags of hub.docker.com/r/lmsysorg/sglang
  it.each([
    ['v0.5.5-xeon', { build: 'cpu', engineVersion: '0.5.5' }],
    ['v0.5.5-cu130-arm64', { architectures: ['arm64'], cuda: 13 }],
    ['v0.5.2rc2-cu129-gb200', { architectures: ['arm64'], cuda: 12.9 }],
    ['b200-cu129', { build: 'cuda', architectures: undefined }],
    ['dev-cu13', { build: 'cuda', cuda: 13, engineVersion: undefined }],
    ['v0.5.6.post2-rocm700-mi30x', { build: 'rocm', engineVersion: '0.5.6' }],
  ])('tells of the tag %s', (tag, facts) => {
    expect(
      sglangRuntime.readImage(`registry.acme.io/lmsysorg/sglang:${tag}`),
    ).toMatchObject(facts);
  });
});

describe('buildCommand', () => {
  it.each<[string, Partial<CommandRequest>, string[]]>([
    ['nothing that is a default', {}, [...SERVED, ...REACHED]],
    [
      'what was asked for',
      {
        gpuCount: 8,
        maxModelLen: 32768,
        revision: 'v1.0',
        extraArgs: ['--dp', '2'],
      },
      [
        ...SERVED,
        ...['--revision', 'v1.0', '--tp-size', '4'],
        ...['--context-length', '32768', '--dp', '2'],
        ...REACHED,
      ],
    ],
    [
      'all GPUs for both where attention alone is copied',
      { gpuCount: 8, extraArgs: ['--dp=8', '--enable-dp-attention'] },
      [
        ...SERVED,
        ...['--tp-size', '8', '--dp=8', '--enable-dp-attention'],
        ...REACHED,
      ],
    ],
    [
      'what embeds',
      { modelType: 'embedding' },
      [...SERVED, '--is-embedding', ...REACHED],
    ],
    [
      'what given arguments leave out',
      { args: ['--model', 'a/b', '--port=9000'] },
      [
        '--model',
        'a/b',
        '--port=9000',
        '--host',
        '0.0.0.0',
        '--enable-metrics',
      ],
    ],
  ])('writes %s', (_, request, args) => {
    expect(sglangRuntime.buildCommand({ ...REQUEST, ...request })).toEqual({
      command: ['python3', '-m', 'sglang.launch_server'],
      args,
    });
  });
});

describe('readArguments', () => {
  it('reads them by any of their names', () => {
    const command = [
      ...['python3', '-m', 'sglang.launch_server', '--model', 'a/b'],
      ...['--served-model-name', 'x', '--tensor-parallel-size=4', '--pp', '2'],
      ...['--context-length', '8192', '--mem-fraction-static', '0.8'],
      ...['--kv-cache-dtype', 'fp8_e5m2', '--speculative-draft-model', 'c/d'],
    ];
    const reading = readCommand(
      { deployment_config: { command } },
      sglangRuntime,
    )!;
    expect(reading).toMatchObject({
      model: 'a/b',
      servedNames: ['x'],
      context: 8192,
      memoryUtilization: 0.8,
      kvCacheDtype: 'fp8_e5m2',
      speculativeModel: 'c/d',
    });
    expect(countRanks(reading.parallelism)).toBe(8);
  });
});

describe('findProblems', () => {
  it.each([
    ['--tp'],
    ['--tensor-parallel-size=2'],
    ['--model'],
    ['--context-length'],
    ['--port'],
    ['--max-running-requests 16'],
  ])('refuses %s', argument => {
    expect(sglangRuntime.findProblems(['--log-requests', argument])).toEqual([
      { index: 1, message: expect.any(String) },
    ]);
  });

  it('wants equal groups of GPUs', () => {
    const args = ['--dp-size', '3'];
    expect(sglangRuntime.findProblems(args, { gpuCount: 4 })).toEqual([
      { index: 0, message: 'splits 4 GPUs into 3 groups, which must be equal' },
    ]);
  });
});

describe('readImage', () => {
  it.each<[string, object]>([
    ['lmsysorg/sglang:v0.5.18', { engineVersion: '0.5.18', build: 'cuda' }],
    ['lmsysorg/sglang:v0.5.15-cu130', { engineVersion: '0.5.15', cuda: 13 }],
    [
      'harbor.acme.io/hub/lmsysorg/sglang:v0.5.18-rocm720-mi30x',
      { engineVersion: '0.5.18', build: 'rocm' },
    ],
    [
      'nvcr.io/nvidia/sglang:25.10-py3',
      { engineVersion: undefined, build: 'cuda' },
    ],
    ['lmsysorg/sglang:latest', { engineVersion: undefined, build: 'cuda' }],
  ])('tells of %s', (image, facts) => {
    expect(sglangRuntime.readImage(image)).toMatchObject(facts);
  });
});

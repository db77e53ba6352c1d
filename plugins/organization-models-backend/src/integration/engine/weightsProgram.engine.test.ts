import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type Hub,
  installVllm,
  startHub,
  UNLICENSED_TOKEN,
  VALID_TOKEN,
} from '@orgmodels/dev-cluster';
import { diagnoseLog } from '../../domain/diagnosis/logs/diagnoseLog';
import { WEIGHTS_PROGRAM } from '../../domain/engines/weights/weightsProgram';
import { findRuntime } from '../../domain/engines/findRuntime';
import type { WeightsRepository } from '../../domain/facts/WeightsPlan';

jest.setTimeout(120_000);

/** Minutes of pauses, which nobody waits for here. */
const PROGRAM = WEIGHTS_PROGRAM.replace(/^PAUSES = .*$/m, 'PAUSES = [0]');

const CONFIG = '{"model_type": "llama"}';
const INDEX = JSON.stringify({
  weight_map: {
    a: 'model-00001-of-00002.safetensors',
    b: 'model-00002-of-00002.safetensors',
  },
});

describe('the program that gets the files of a model', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'weights-'));
  const folder = path.join(root, 'hub');
  let python: string;
  let hub: Hub;
  let homes = 0;

  const write = (id: string, files: Record<string, string>) => {
    mkdirSync(path.join(folder, id), { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(path.join(folder, id, name), text);
    }
  };

  beforeAll(async () => {
    const { programs } = await installVllm({ onProgress: () => undefined });
    python = path.join(programs, 'python3');
    hub = await startHub({ modelsDirectories: [folder] });
    write('acme/model', {
      'config.json': CONFIG,
      'model-00001-of-00002.safetensors': 'weights',
      'model-00002-of-00002.safetensors': 'weights',
      'model.safetensors.index.json': INDEX,
      'consolidated.safetensors': 'weights again',
      'pytorch_model.bin': 'weights again',
      'model.gguf': 'weights again',
      'tokenizer.json': '{}',
      'modeling_acme.py': 'pass',
      'picture.png': 'a picture',
    });
    write('acme/gated', {
      'config.json': CONFIG,
      'model.safetensors': 'weights',
      'hub.json': '{"gated": "manual"}',
    });
    write('acme/adapter', {
      'config.json': CONFIG,
      'adapter_config.json': '{}',
      'adapter_model.safetensors': 'weights',
      'optimizer.pt': 'of training',
    });
  }, 300_000);

  afterAll(async () => {
    await hub?.stop();
    rmSync(root, { recursive: true });
  });

  const newHome = () => path.join(root, `home-${homes++}`);

  const run = (
    repository: WeightsRepository,
    options: { home?: string; token?: string; hub?: string } = {},
  ) =>
    new Promise<{ exitCode: number; log: string }>(resolve => {
      const env = {
        HF_ENDPOINT: options.hub ?? hub.url,
        HF_HOME: options.home ?? newHome(),
        ...(options.token && { HF_TOKEN: options.token }),
      };
      execFile(
        python,
        ['-c', PROGRAM, JSON.stringify([repository])],
        { env },
        (error, stdout, stderr) =>
          resolve({
            exitCode: Number(error?.code ?? 0),
            log: `${stdout}${stderr}`,
          }),
      );
    });

  const filesOf = async (repository: WeightsRepository) => {
    const home = newHome();
    const { exitCode, log } = await run(repository, { home });
    expect([exitCode, log]).toEqual([0, expect.stringMatching(/complete/)]);
    const list = `import glob, json, os; print(json.dumps(sorted(os.path.basename(p) for p in glob.glob('${home}/hub/*/snapshots/*/*'))))`;
    return new Promise<string[]>((resolve, reject) => {
      execFile(python, ['-c', list], (error, stdout) =>
        error ? reject(error) : resolve(JSON.parse(stdout)),
      );
    });
  };

  it('gets what an engine loads, in one format', async () => {
    const small = [
      'config.json',
      'model.safetensors.index.json',
      'modeling_acme.py',
      'tokenizer.json',
    ];
    const shards = [1, 2].map(n => `model-0000${n}-of-00002.safetensors`);
    const id = 'acme/model';
    expect(await filesOf({ id, weights: 'usual' })).toEqual(
      [...small, ...shards].sort(),
    );
    expect(await filesOf({ id, weights: 'mistral' })).toEqual(
      [...small, 'consolidated.safetensors'].sort(),
    );
    expect(await filesOf({ id, weights: 'none' })).toEqual(small);
    expect(await filesOf({ id: 'acme/adapter', weights: 'adapter' })).toEqual([
      'adapter_config.json',
      'adapter_model.safetensors',
      'config.json',
    ]);
  });

  it('asks no hub for a revision that is there, and takes it while the hub is away', async () => {
    const home = newHome();
    const away = { home, hub: 'http://127.0.0.1:9' };
    const first = await run({ id: 'acme/model', weights: 'usual' }, { home });
    const revision = /at (\w{40}):/.exec(first.log)![1];
    const pinned = { id: 'acme/model', revision, weights: 'usual' as const };
    expect((await run(pinned, away)).log).toMatch(/taken as it is/);
    await run(pinned, { home });
    const again = await run(pinned, away);
    expect(again).toMatchObject({ exitCode: 0 });
    expect(again.log).toMatch(/complete: the hub is not asked/);
    const moved = await run({ id: 'acme/model', weights: 'usual' }, away);
    expect(moved).toMatchObject({ exitCode: 0 });
    expect(moved.log).toMatch(/taken as it is on the volume/);
  });

  it.each<[string, string, { token?: string; hub?: string }, string]>([
    ['a gated model without a token', 'acme/gated', {}, 'GatedModel'],
    [
      'an account without the licence',
      'acme/gated',
      { token: UNLICENSED_TOKEN },
      'GatedModel',
    ],
    ['a wrong token', 'acme/model', { token: 'hf_wrong' }, 'HubUnauthorized'],
    [
      'a model that is not there',
      'acme/nothing',
      { token: VALID_TOKEN },
      'ModelNotFound',
    ],
    [
      'a hub that is away',
      'acme/model',
      { hub: 'http://127.0.0.1:9' },
      'HubUnreachable',
    ],
    [
      'a hub of an unknown name',
      'acme/model',
      { hub: 'http://hub.invalid' },
      'HubDns',
    ],
  ])('says what is the matter with %s', async (_what, id, options, code) => {
    const { exitCode, log } = await run({ id, weights: 'usual' }, options);
    expect(exitCode).toBe(1);
    const findings = diagnoseLog(log.split('\n'), {
      engine: findRuntime('vllm'),
      object: 'Pod/x',
      exitCode,
    });
    expect([findings.map(finding => finding.code), log]).toEqual([[code], log]);
  });
});

import type { StoredSpec } from '../facts/ResolvedModel';
import { findPolicyProblems } from './findPolicyProblems';
import type { Policy } from './Policy';
import type { PolicySubject } from './PolicySubject';

type Config = NonNullable<StoredSpec['deployment_config']>;

function subject(
  config: Config,
  others: Partial<PolicySubject> = {},
): PolicySubject {
  return {
    spec: { name: 'qwen', model_type: 'chat', deployment_config: config },
    cluster: config.cluster ?? 'east',
    image: config.image ?? 'vllm/vllm-openai:v0.32.0',
    cpu: '2',
    memory: '16Gi',
    replicas: config.replicas ?? 1,
    gpus: config.gpu_count,
    ...others,
  };
}

/** `field message` of each problem, without the reason. */
function problemsOf(policy: Policy, asked: PolicySubject): string[] {
  return findPolicyProblems(asked, policy).map(
    ({ field, message }) =>
      `${field.replace('deployment_config.', '')} ${message.replace(
        / \(the platform's policy: .+\)$/,
        '',
      )}`,
  );
}

describe('findPolicyProblems', () => {
  it('has nothing against anything without rules', () => {
    expect(
      problemsOf({}, subject({ command: ['sh', '-c', 'x'], gpu_count: 64 })),
    ).toEqual([]);
  });

  it('gives a reason, and the one of the platform team where it has one', () => {
    const asked = subject({ image: 'evil/x' });
    const reasonsWith = (reason?: string) =>
      findPolicyProblems(asked, {
        images: { allowed: ['docker.io/vllm'], reason },
      });
    expect(reasonsWith()).toEqual([
      {
        field: 'deployment_config.image',
        message:
          "must come from docker.io/vllm, not from docker.io/evil/x (the platform's policy: only images that are trusted run here)",
      },
    ]);
    expect(reasonsWith('others are not scanned')[0].message).toContain(
      "(the platform's policy: others are not scanned)",
    );
  });

  it('names all problems at once', () => {
    const fields = findPolicyProblems(
      subject({
        image: 'evil/x',
        gpu_count: 8,
        args: ['--trust_remote_code'],
        extra_env: [{ name: 'OTHER', value: 'x' }],
      }),
      {
        images: { allowed: ['docker.io/vllm'], requireDigest: true },
        limits: { gpusPerReplica: 4 },
        arguments: { forbidden: ['--trust-remote-code'] },
        environment: { allowed: ['VLLM_*'] },
        tags: { required: ['cost-center:*'] },
      },
    ).map(({ field }) => field.replace('deployment_config.', ''));
    expect(fields).toEqual([
      'tags',
      'gpu_count',
      'image',
      'image',
      'args.0',
      'extra_env.0.name',
    ]);
  });

  const DIGEST = `@sha256:${'a'.repeat(64)}`;

  it.each([
    ['vllm/vllm-openai:v1', ['docker.io/vllm']],
    ['docker.io/vllm/vllm-openai', ['docker.io/vllm/vllm-openai']],
    ['index.docker.io/vllm/vllm-openai', ['docker.io/vllm']],
    ['python', ['docker.io/library']],
    [`registry.acme.io:5000/ai/vllm${DIGEST}`, ['registry.acme.io:5000/ai']],
    [`registry.acme.io/ai/vllm:v1${DIGEST}`, ['registry.acme.io']],
    ['localhost/x', ['localhost']],
    ['anything/at:all', ['*']],
  ])('lets in the image %s from %j', (image, allowed) => {
    expect(problemsOf({ images: { allowed } }, subject({ image }))).toEqual([]);
  });

  it.each([
    ['registry.acme.io/ai-evil/x', ['registry.acme.io/ai']],
    ['registry.acme.io.evil.io/ai/x', ['registry.acme.io']],
    ['registry.acme.io:5000/ai/x', ['registry.acme.io/ai']],
    ['registry.acme.io/ai', ['registry.acme.io/ai/vllm']],
    ['acme/registry.acme.io/ai', ['registry.acme.io/ai']],
    ['evil/vllm-openai', ['docker.io/vllm', 'docker.io/library']],
    ['localhost:5000', ['localhost:5000']],
    ['x', []],
  ])('refuses the image %s from %j', (image, allowed) => {
    expect(
      problemsOf({ images: { allowed } }, subject({ image })),
    ).toHaveLength(1);
  });

  it.each([
    ['vllm/vllm-openai:v1', 1],
    [`vllm/vllm-openai${DIGEST}`, 0],
    [`vllm/vllm-openai:v1${DIGEST}`, 0],
  ])('wants the digest of %s', (image, count) => {
    const policy = { images: { requireDigest: true } };
    expect(problemsOf(policy, subject({ image }))).toHaveLength(count);
  });

  it.each<[string[], string[], Partial<Config>]>([
    ...[
      '--trust-remote-code',
      '--trust_remote_code',
      '--trust-remote-code=true',
      '--trust-remote_code=1',
      '--trust-rem',
      '--tru',
      '--no-trust-remote-code',
      '--config',
      '--config=/models/x.yaml',
    ].map(
      argument =>
        [['--trust-remote-code'], ['args.1'], { args: ['x/y', argument] }] as [
          string[],
          string[],
          Config,
        ],
    ),
    [
      ['--trust-remote-code'],
      ['extra_args.0'],
      { extra_args: ['--trust-remote-code'] },
    ],
    [
      ['--trust-remote-code'],
      ['command.2'],
      { command: ['sh', '-c', 'exec vllm serve x --trust-remote-code'] },
    ],
    [
      ['--trust-remote-code'],
      ['command.2'],
      { command: ['sh', '-c', 'vllm serve x \\\n  "--trust-"remote-code'] },
    ],
    [
      ['--trust-remote-code'],
      ['args.0'],
      {
        command: ['sh', '-c'],
        args: ["sh -c 'vllm serve --trust_remote_code'"],
      },
    ],
    [
      ['--trust-remote-code'],
      ['extra_args.0'],
      {
        extra_args: ['$(X)'],
        extra_env: [
          { name: 'A', value: 'remote' },
          { name: 'X', value: '--trust-$(A)-code' },
        ],
      },
    ],
    [
      ['--trust-remote-code'],
      ['command.2'],
      {
        command: ['sh', '-c', 'vllm serve x $X'],
        extra_env: [{ name: 'X', value: '--trust-remote-code' }],
      },
    ],
    [
      ['--tp-size'],
      ['args.0'],
      { runtime: 'sglang', args: ['--tensor-parallel-size=2'] },
    ],
    [
      ['--tp-size'],
      ['command.3'],
      { command: ['python3', '-m', 'sglang.launch_server', '--tp'] },
    ],
    [['--quantization'], ['args.0', 'args.1'], { args: ['-q', '--quant'] }],
    [['--compilation-config'], ['args.0'], { args: ['-O.level=3'] }],
    [['-tp'], ['args.0', 'args.1'], { args: ['-tp', '-tp4'] }],
    [['--hf-overrides'], ['args.0'], { args: ['--hf-overrides.x', '1'] }],
  ])('forbids %j at %j in %j', (forbidden, fields, config) => {
    const found = findPolicyProblems(subject(config), {
      arguments: { forbidden },
    });
    expect(
      found.map(({ field }) => field.replace('deployment_config.', '')),
    ).toEqual(fields);
  });

  it.each([
    '--tensor-parallel-size',
    '--trust-remote-code-not',
    'trust-remote-code',
    '--tokenizer',
    '--config-format',
    '-t',
  ])('lets %s be', argument => {
    const policy = {
      arguments: { forbidden: ['--trust-remote-code', '--tokenizer-mode'] },
    };
    expect(problemsOf(policy, subject({ args: [argument] }))).toEqual([]);
  });

  it.each([
    [['vllm', 'serve', 'x'], 0],
    [['/usr/local/bin/vllm', 'serve', 'x'], 0],
    [['python3', '-m', 'vllm.entrypoints.openai.api_server'], 0],
    [['/usr/bin/python3', '-uB', '-m', 'vllm.entrypoints.api_server'], 0],
    [['python3', '-u', '-c', 'import os'], 1],
    [['python3', '-m', 'http.server'], 1],
    [['python3', '-X', 'dev', '/models/x.py'], 1],
    [['python3', '-'], 1],
    [['python3'], 1],
    [['env', '-S', 'bash -c x'], 1],
    [['perl', '-w', '-e', 'x'], 1],
    [['/models/vllm', 'serve', 'x'], 1],
    [['$(UNKNOWN)', 'serve', 'x'], 1],
    [['sh', '-c', 'vllm serve x'], 1],
    [['/bin/bash', 'x'], 1],
    [['env', 'A=b', 'dash', '-c', 'x'], 1],
    [['busybox', 'sh'], 1],
    [['python3.12', '-c', 'import os'], 1],
    [['perl', '-we', 'x'], 1],
  ])('knows a script in %j', (command, count) => {
    expect(
      problemsOf({ commands: { shell: false } }, subject({ command })),
    ).toHaveLength(count);
    expect(
      problemsOf({ commands: { allowed: false } }, subject({ command })),
    ).toEqual(['command must be left out: use args or extra_args instead']);
  });

  it('puts variables in before it looks for the program of a command', () => {
    const withProgram = (value: string) =>
      subject({
        command: ['$(PROGRAM)', 'x'],
        extra_env: [{ name: 'PROGRAM', value }],
      });
    const policy = { commands: { shell: false } };
    expect(problemsOf(policy, withProgram('sh'))).toHaveLength(1);
    expect(problemsOf(policy, withProgram('vllm'))).toEqual([]);
  });

  it.each<[Policy['environment'], string, string[]]>([
    [{ allowed: ['VLLM_*', 'HF_HUB_X'] }, 'VLLM_LOGGING_LEVEL', []],
    [{ allowed: ['VLLM_*', 'HF_HUB_X'] }, 'HF_HUB_X', []],
    [
      { allowed: ['VLLM_*', 'HF_HUB_X'] },
      'HF_HUB_X_2',
      [
        'extra_env.0.name HF_HUB_X_2 is not allowed: allowed is VLLM_* or HF_HUB_X',
      ],
    ],
    [{ allowed: [] }, 'X', ['extra_env.0.name X is not allowed: leave it out']],
    [
      { allowed: ['VLLM_*'], forbidden: ['VLLM_PLUGINS'] },
      'VLLM_PLUGINS',
      ['extra_env.0.name VLLM_PLUGINS is forbidden: leave it out'],
    ],
  ])('with variables %j says of %s', (environment, name, expected) => {
    const asked = subject({ extra_env: [{ name, value: '1' }] });
    expect(problemsOf({ environment }, asked)).toEqual(expected);
  });

  it.each<
    [Policy['limits'], Partial<Config>, Partial<PolicySubject>, string[]]
  >([
    [
      { gpusPerReplica: 4, replicas: 4, gpus: 16 },
      { gpu_count: 4, replicas: 4 },
      {},
      [],
    ],
    [
      { gpusPerReplica: 2 },
      { gpu_count: 4 },
      {},
      ['gpu_count must be at most 2 per replica'],
    ],
    [
      { gpusPerReplica: 2 },
      {},
      { gpus: 4 },
      ['gpu_count must be at most 2 per replica, and this model needs 4'],
    ],
    [
      { replicas: 4 },
      { replicas: 5 },
      {},
      ['replicas must be at most 4, and is 5'],
    ],
    [
      { replicas: 4 },
      { enable_autoscaling: true },
      { replicas: 8 },
      ['autoscaling_config.max_replicas must be at most 4, and is 8'],
    ],
    [
      { gpus: 16 },
      { gpu_count: 8, replicas: 4 },
      {},
      [
        'replicas of 4 with 8 GPUs each makes 32 GPUs, and a model may have 16 in all: at most 2 replicas, or fewer GPUs each',
      ],
    ],
    [
      { gpus: 4 },
      { gpu_count: 8 },
      {},
      [
        'replicas of 1 with 8 GPUs each makes 8 GPUs, and a model may have 4 in all: take fewer GPUs each',
      ],
    ],
    [
      { cpu: '1500m', memory: '8Gi' },
      {},
      {},
      [
        'requirements.cpu must be set to at most 1500m: without it, 2 counts',
        'requirements.memory must be set to at most 8Gi: without it, 16Gi counts',
      ],
    ],
    [
      { storageSize: '100Gi' },
      { enable_pvc: true, storage_size: '1Ti' },
      { storageSize: '1Ti' },
      ['storage_size must be at most 100Gi'],
    ],
  ])('with limits %j says of %j', (limits, config, others, expected) => {
    expect(problemsOf({ limits }, subject(config, others))).toEqual(expected);
  });

  it.each<[string, Partial<StoredSpec>, string[]]>([
    ['its own', { huggingface_id: 'Qwen/Qwen3-8B' }, []],
    ['any case', { huggingface_id: 'qwen/qwen3-8b' }, []],
    ['an exact id', { huggingface_id: 'mistralai/Mistral-7B' }, []],
    [
      'another',
      { huggingface_id: 'mistralai/Mistral-8B' },
      [
        'huggingface_id mistralai/Mistral-8B is not allowed: allowed is Qwen/*, mistralai/Mistral-7B, or s3://ours/*',
      ],
    ],
    ['no owner', { huggingface_id: 'Qwen' }, ['huggingface_id']],
    [
      'a URL',
      { repository_url: 'https://huggingface.co/evil/x/tree/main' },
      ['repository_url evil/x'],
    ],
    [
      'another one in arguments',
      {
        huggingface_id: 'Qwen/Qwen3-8B',
        deployment_config: {
          args: ['Qwen/Qwen3-8B', '--tokenizer', 'evil/x'],
          extra_args: ['--speculative-config', '{"model": "evil/y"}'],
        },
      },
      ['args.2 evil/x', 'extra_args.1 evil/y'],
    ],
    [
      'another one in a script',
      {
        deployment_config: {
          command: ['sh', '-c', 'vllm serve --model=evil/x > /tmp/log'],
        },
      },
      ['command.2 evil/x'],
    ],
    [
      'a bucket',
      {
        deployment_config: {
          args: ['s3://ours/x', 's3://evil/x', '--model=gs://evil/y'],
        },
      },
      ['args.1 s3://evil/x', 'args.2 gs://evil/y'],
    ],
    [
      'paths',
      { deployment_config: { args: ['/models/x', './a/b', 'a/b/c'] } },
      [],
    ],
  ])('with allowed models knows %s', (_, spec, expected) => {
    const policy = {
      huggingFace: {
        allowed: ['Qwen/*', 'mistralai/Mistral-7B', 's3://ours/*'],
      },
    };
    const asked = subject({});
    const found = problemsOf(policy, {
      ...asked,
      spec: { ...asked.spec, ...spec },
    });
    expect(found).toEqual(
      expected.map(beginning => expect.stringContaining(beginning)),
    );
    expect(found).toHaveLength(expected.length);
  });

  it.each<[Policy, Config, Partial<PolicySubject>, string[]]>([
    [
      { storageClasses: { allowed: ['fast-*'] } },
      { enable_pvc: true, storage_class: 'fast-ssd' },
      { storageClass: 'fast-ssd' },
      [],
    ],
    [
      { storageClasses: { allowed: ['fast-*'] } },
      { enable_pvc: true, storage_class: 'slow' },
      { storageClass: 'slow' },
      ['storage_class slow is not allowed: allowed is fast-*'],
    ],
    [
      { storageClasses: { allowed: ['fast'] } },
      { enable_pvc: true },
      { storageClass: 'slow' },
      ['storage_class must be set to fast: without it, slow counts'],
    ],
    [
      { sharedClaims: { allowed: ['weights-*'] } },
      { shared_pvc: 'other-cache' },
      {},
      ['shared_pvc other-cache is not allowed: allowed is weights-*'],
    ],
    [
      { clusters: { allowed: ['west'] } },
      { cluster: 'east' },
      {},
      ['cluster east is not allowed: allowed is west'],
    ],
    [
      { nodeSelector: { allowed: ['nvidia.com/*', 'pool'] } },
      { node_selector: { 'nvidia.com/gpu.product': 'x', zone: 'a' } },
      {},
      ['node_selector.zone is not allowed: allowed is nvidia.com/* or pool'],
    ],
    [{ queues: { allowed: ['acme-*'] } }, { queue_name: 'acme-gpus' }, {}, []],
    [{ queues: { allowed: ['acme-*'] } }, {}, {}, []],
    [
      { queues: { allowed: ['acme-*', 'shared'] } },
      { queue_name: 'globex-gpus' },
      {},
      ['queue_name globex-gpus is not allowed: allowed is acme-* or shared'],
    ],
    [
      { queues: { allowed: [] } },
      { queue_name: 'shared' },
      {},
      ['queue_name shared is not allowed: leave it out'],
    ],
    [
      { queues: { allowed: ['acme', 'shared'], required: true } },
      {},
      {},
      ['queue_name must be set to acme or shared'],
    ],
    [{ queues: { required: true } }, {}, {}, ['queue_name must be set']],
    [{ queues: { required: true } }, { queue_name: 'any' }, {}, []],
    [
      { tolerations: { allowed: ['nvidia.com/gpu'] } },
      {
        tolerations: [
          { key: 'nvidia.com/gpu' },
          { key: 'control-plane' },
          { operator: 'Exists' },
        ],
      },
      {},
      [
        'tolerations.1.key control-plane is not allowed: allowed is nvidia.com/gpu',
        'tolerations.2.key every key is not allowed: allowed is nvidia.com/gpu',
      ],
    ],
  ])('with %j says of %j', (policy, config, others, expected) => {
    expect(problemsOf(policy, subject(config, others))).toEqual(expected);
  });

  it.each([
    [['cost-center:42', 'x'], []],
    [['cost-centre:42'], ['tags must have one that begins with cost-center:']],
    [undefined, ['tags must have one that begins with cost-center:']],
  ])('with a required tag says of %j', (tags, expected) => {
    const asked = subject({});
    expect(
      problemsOf(
        { tags: { required: ['cost-center:*'] } },
        { ...asked, spec: { ...asked.spec, tags } },
      ),
    ).toEqual(expected);
  });
});

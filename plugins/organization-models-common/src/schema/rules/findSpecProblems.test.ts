import type { ModelSpecInput } from '../../types';
import { parseModelSpec } from '../parseModelSpec';

type Config = NonNullable<ModelSpecInput['deployment_config']>;

const BASE = {
  name: 'm',
  model_type: 'chat',
  huggingface_id: 'Qwen/Qwen3-8B',
} as const;

function problemsOf(spec: Partial<ModelSpecInput>) {
  const parsed = parseModelSpec({ ...BASE, ...spec });
  return parsed.outcome === 'invalid' ? parsed.problems : [];
}

const problemsOfConfig = (deployment_config: Config) =>
  problemsOf({ deployment_config });

describe('findSpecProblems', () => {
  describe('of the source', () => {
    it.each<[string, Partial<ModelSpecInput>]>([
      ['an id', {}],
      [
        'a URL',
        {
          huggingface_id: undefined,
          repository_url: 'https://huggingface.co/a/b',
        },
      ],
      [
        'a short URL with a revision',
        {
          huggingface_id: undefined,
          repository_url: 'https://hf.co/a/b/tree/v1',
        },
      ],
      [
        'the id and its URL',
        { repository_url: 'https://huggingface.co/qwen/qwen3-8b/' },
      ],
      [
        'a command',
        {
          huggingface_id: undefined,
          deployment_config: { command: ['vllm', 'serve', '/models/x'] },
        },
      ],
    ])('takes %s', (_, spec) => {
      expect(problemsOf(spec)).toEqual([]);
    });

    it.each<[string, Partial<ModelSpecInput>, string]>([
      ['nothing', { huggingface_id: undefined }, 'huggingface_id'],
      [
        'another host',
        {
          huggingface_id: undefined,
          repository_url: 'https://example.com/a/b',
        },
        'repository_url',
      ],
      [
        'a host that looks alike',
        {
          huggingface_id: undefined,
          repository_url: 'https://huggingface.co.example.com/a/b',
        },
        'repository_url',
      ],
      [
        'a URL with credentials',
        {
          huggingface_id: undefined,
          repository_url: 'https://me:secret@huggingface.co/a/b',
        },
        'repository_url',
      ],
      ...[
        'https://huggingface.co/../b',
        'https://huggingface.co/a/..',
        'https://huggingface.co/a/b/tree/../../c',
        'https://huggingface.co:8443/a/b',
        'https://huggingface.co/a/b?x=/c/d',
        'https://huggingface.co\\@example.com/a/b',
      ].map((repository_url): [string, object, string] => [
        repository_url,
        { huggingface_id: undefined, repository_url },
        'repository_url',
      ]),
      [
        'two repositories',
        { repository_url: 'https://huggingface.co/a/b' },
        'repository_url',
      ],
    ])('refuses %s', (_, spec, field) => {
      expect(problemsOf(spec)).toEqual([
        { field, message: expect.any(String) },
      ]);
    });
  });

  describe('of numbers that belong together', () => {
    it.each<[string, Partial<ModelSpecInput>, string, string]>([
      [
        'min_gpus above max_gpus',
        { requirements: { gpu: { min_gpus: 2, max_gpus: 1 } } },
        'requirements.gpu.min_gpus',
        'must not be above max_gpus (1)',
      ],
      [
        'gpu_count below min_gpus',
        {
          requirements: { gpu: { min_gpus: 2 } },
          deployment_config: { gpu_count: 1 },
        },
        'deployment_config.gpu_count',
        'must be at least requirements.gpu.min_gpus (2)',
      ],
      [
        'gpu_count above max_gpus',
        {
          requirements: { gpu: { max_gpus: 2 } },
          deployment_config: { gpu_count: 4 },
        },
        'deployment_config.gpu_count',
        'must be from requirements.gpu.min_gpus (0) to max_gpus (2)',
      ],
      [
        'preferred_vram below min_vram',
        { requirements: { gpu: { min_vram: '40Gi', preferred_vram: '24Gi' } } },
        'requirements.gpu.preferred_vram',
        'must not be below min_vram (40Gi)',
      ],
      [
        'max_replicas below min_replicas',
        {
          deployment_config: {
            autoscaling_config: { min_replicas: 3, max_replicas: 2 },
          },
        },
        'deployment_config.autoscaling_config.max_replicas',
        'must not be below min_replicas (3); without it, 2 counts',
      ],
      [
        'min_replicas above the default maximum',
        { deployment_config: { autoscaling_config: { min_replicas: 9 } } },
        'deployment_config.autoscaling_config.max_replicas',
        'must not be below min_replicas (9); without it, 8 counts',
      ],
    ])('refuses %s', (_, spec, field, message) => {
      expect(problemsOf(spec)).toEqual([{ field, message }]);
    });

    it('compares amounts, not their spelling', () => {
      expect(
        problemsOf({
          requirements: {
            gpu: { min_vram: '24Gi', preferred_vram: '24576Mi' },
          },
        }),
      ).toEqual([]);
    });
  });

  describe('of fields that exclude or need each other', () => {
    it.each<[string, Config, string]>([
      [
        'replicas beside autoscaling',
        { replicas: 2, enable_autoscaling: true },
        'replicas',
      ],
      [
        'two tokens',
        {
          hugging_face_token: 'hf_abcdefghijk',
          hugging_face_token_secret: { name: 'x' },
        },
        'hugging_face_token',
      ],
      ['two claims', { enable_pvc: true, shared_pvc: 'x' }, 'shared_pvc'],
      [
        'a storage class without a claim',
        { storage_class: 'x' },
        'storage_class',
      ],
      [
        'a size without a claim',
        { storage_size: '1Gi', enable_pvc: false },
        'storage_size',
      ],
      [
        'a variable twice',
        {
          extra_env: [
            { name: 'A', value: '1' },
            { name: 'A', value: '2' },
          ],
        },
        'extra_env.1.name',
      ],
    ])('refuses %s', (_, config, field) => {
      expect(problemsOfConfig(config)).toEqual([
        { field: `deployment_config.${field}`, message: expect.any(String) },
      ]);
    });
  });

  describe('of tolerations', () => {
    // k8s.io/kubernetes/pkg/apis/core/validation, ValidateTolerations
    it.each<[object, string]>([
      [{ operator: 'Equal', value: 'x' }, 'key'],
      [{ value: 'x' }, 'key'],
      [{ key: 'gpu', operator: 'Exists', value: 'true' }, 'value'],
    ])('refuses %j', (toleration, field) => {
      expect(problemsOfConfig({ tolerations: [toleration] })).toEqual([
        {
          field: `deployment_config.tolerations.0.${field}`,
          message: expect.any(String),
        },
      ]);
    });

    it.each<object>([
      { operator: 'Exists' },
      { key: 'gpu', value: 'true' },
      { key: 'gpu', operator: 'Exists', value: '' },
      { key: 'a', effect: 'NoExecute', toleration_seconds: 0 },
    ])('takes %j', toleration => {
      expect(problemsOfConfig({ tolerations: [toleration] })).toEqual([]);
    });
  });

  describe('of secrets in plain sight', () => {
    const TOKEN = 'hf_AbCdEfGh12345678';

    it.each<[string, Config, string]>([
      [
        'in HF_TOKEN',
        { extra_env: [{ name: 'HF_TOKEN', value: TOKEN }] },
        'extra_env.0',
      ],
      [
        'in a variable of any name',
        { extra_env: [{ name: 'HARMLESS', value: `x ${TOKEN}` }] },
        'extra_env.0',
      ],
      [
        'in an API key',
        { extra_env: [{ name: 'VLLM_API_KEY', value: TOKEN }] },
        'extra_env.0',
      ],
      [
        'in an access key',
        { extra_env: [{ name: 'AWS_SECRET_ACCESS_KEY', value: TOKEN }] },
        'extra_env.0',
      ],
      [
        'in a password',
        { extra_env: [{ name: 'db_password', value: TOKEN }] },
        'extra_env.0',
      ],
      [
        'in an argument',
        { command: ['vllm', 'serve', 'm', TOKEN] },
        'command.3',
      ],
      [
        'behind --api-key',
        { extra_args: ['--api-key', TOKEN] },
        'extra_args.0',
      ],
      [
        'in a variable of any name, behind --api-key',
        {
          extra_env: [{ name: 'ANY', value: TOKEN.slice(3) }],
          extra_args: ['--api-key', '$(ANY)'],
        },
        'extra_args.0',
      ],
      [
        'in such a variable, behind --api-key in a script',
        {
          extra_env: [{ name: 'ANY', value: TOKEN.slice(3) }],
          command: ['sh', '-c', 'vllm serve m --api-key=$ANY'],
        },
        'command.2',
      ],
      [
        'behind --api_key=',
        { extra_args: [`--api_key=${TOKEN}`] },
        'extra_args.0',
      ],
      [
        'behind --hf-token in a script',
        { command: ['sh', '-c', `vllm serve m --hf-token ${TOKEN.slice(3)}`] },
        'command.2',
      ],
      [
        'in an assignment of a script',
        { command: ['sh', '-c', `HF_TOKEN=${TOKEN.slice(3)} vllm serve m`] },
        'command.2',
      ],
      [
        'in an export of a script',
        { args: ['-c', `export HF_TOKEN="${TOKEN.slice(3)}"; vllm serve m`] },
        'args.1',
      ],
    ])('refuses one %s, and does not repeat it', (_, config, field) => {
      const problems = problemsOfConfig(config);
      expect(problems).toContainEqual({
        field: `deployment_config.${field}`,
        message: expect.stringMatching(/in plain sight.*hugging_face_token/),
      });
      expect(JSON.stringify(problems)).not.toContain(TOKEN.slice(3));
    });

    const SECRET = 'ab12CD34ef56AB78cd90';
    const env = (value: string, name = 'ANY') => ({
      extra_env: [{ name, value }],
    });
    const script = (line: string) => ({
      command: ['bash', '-c', `${line}; vllm serve m --served-model-name m`],
    });

    // how makers of tokens and documents of tools write them, with made-up values
    it.each<[string, Config]>([
      ['OpenTelemetry, encoded', env(`Authorization=Basic%20${SECRET}==`)],
      [
        'OpenTelemetry, in small letters',
        env(`authorization=Bearer ${SECRET}`),
      ],
      ['OpenTelemetry, by key', env(`api-key=${SECRET}`)],
      ['a header', script(`curl -H "authorization: bearer ${SECRET}" x`)],
      ['a header of GitLab', script(`curl -H "PRIVATE-TOKEN: ${SECRET}" x`)],
      ['a header of a key', script(`curl -H 'X-API-Key: ${SECRET}' x`)],
      ['a user of curl', script(`curl -fsSL -u admin:${SECRET} x`)],
      ['a login', script(`hf auth login --token ${SECRET}`)],
      ['an old login', script(`huggingface-cli login --token=${SECRET}`)],
      ['a login of a registry', script(`docker login -u x -p ${SECRET} y`)],
      [
        'a loader’s JSON',
        {
          extra_args: [
            '--model-loader-extra-config',
            `{"s3":{"secret_access_key":"${SECRET}"}}`,
          ],
        },
      ],
      [
        'a connector’s JSON',
        {
          extra_args: [`--kv-transfer-config={"redis_password": "${SECRET}"}`],
        },
      ],
      ['LiteLLM', env('sk-12', 'LITELLM_MASTER_KEY')],
      ['Weights & Biases', env(SECRET, 'WANDB_KEY')],
      ['Groq', env(`gsk_${SECRET}${SECRET}${SECRET}`)],
      ['SendGrid', env(`SG.${SECRET}.${SECRET}`)],
      ['Vault', env(`hvs.${SECRET}`)],
      ['DigitalOcean', env(`dop_v1_${'0123456789abcdef'.repeat(4)}`)],
      ['PyPI', script(`pip install x --token pypi-${SECRET}`)],
      ['a token alone in a URL', env(`https://${SECRET}${SECRET}@git.acme/x`)],
      ['Slack', env(`https://hooks.slack.com/services/T0/B0/${SECRET}`)],
      ['Docker', env(`{"auths":{"r.io":{"auth":"${SECRET}=="}}}`)],
      ['a connection', env(`host=db user=x password=${SECRET} dbname=y`)],
      ['JDBC', env(`jdbc:postgresql://db/x?user=a&password=${SECRET}`)],
      ['a key in base 64', env('LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUgS0VZ')],
    ])('refuses that of %s, and does not repeat it', (_, config) => {
      const problems = problemsOfConfig(config);
      expect(problems).toHaveLength(1);
      expect(problems[0].message).toMatch(/secret in plain sight/);
      expect(JSON.stringify(problems)).not.toContain(SECRET);
    });

    it.each<[string, Config]>([
      [
        'an option by a variable of the container',
        { extra_args: ['--hf-token', '$(HF_TOKEN)', '--api_key=$(KEY)'] },
      ],
      [
        'options by variables of the shell',
        script('echo --hf-token $HF_TOKEN --api-key "${API_KEY}" -q x'),
      ],
      [
        'a header by a variable',
        script('curl -H "Authorization: Bearer $T" x'),
      ],
      ['a login by a variable', script('hf auth login --token $HF_TOKEN')],
      ['headers by a variable', env('authorization=$(OTEL_AUTH)')],
      ['a user by a variable', script('curl -u "admin:$PASSWORD" x')],
      ['ports of docker', script('docker run -p 8000:8000 x')],
      ['a password by a variable', env('host=db password=$(PASSWORD)')],
      ['a certificate in base 64', env('LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t')],
      ['a user of a URL', env('https://deploy@git.acme/x')],
      ['the name of a key', env('abc', 'VLLM_CACHE_KEY')],
      [
        'tokens of a tokenizer',
        {
          extra_args: ['--hf-overrides', '{"pad_token": "<pad_token_12345>"}'],
        },
      ],
      [
        'a count of tokens',
        { extra_env: [{ name: 'VLLM_MAX_TOKENS', value: '8192' }] },
      ],
      ['an empty token', { extra_env: [{ name: 'HF_TOKEN', value: '' }] }],
      [
        'hf_transfer',
        { command: ['sh', '-c', 'pip install hf_transfer && vllm serve m'] },
      ],
      [
        'a reference to a variable',
        { command: ['sh', '-c', 'HF_TOKEN=$TOKEN vllm serve m'] },
      ],
      ['an option like a token', { extra_args: ['--hf_overrides', '{}'] }],
      [
        'tokenizer options',
        {
          extra_args: ['--tokenizer', 'x', '--max-num-batched-tokens', '8192'],
        },
      ],
    ])('takes %s', (_, config) => {
      expect(problemsOfConfig(config)).toEqual([]);
    });

    it.each<[string, Partial<ModelSpecInput> & Record<string, unknown>]>([
      [
        'the token itself',
        { deployment_config: { hugging_face_token: `${TOKEN} ` } },
      ],
      ['the token in the wrong place', { hugging_face_token: TOKEN }],
      [
        'the token as an object',
        {
          deployment_config: { hugging_face_token: { value: TOKEN } as never },
        },
      ],
      ['the token as a name', { name: TOKEN }],
      ['the token as a field', { [TOKEN]: 1 }],
      ['the token as the id of a model', { huggingface_id: TOKEN }],
      ['the token as a revision', { huggingface_id: 'a/b', version: TOKEN }],
      ['the token as text', { description: `use ${TOKEN}` }],
      ['the token as a tag', { tags: [TOKEN] }],
      [
        'the token as a label',
        { deployment_config: { node_selector: { [TOKEN]: 'x' } } },
      ],
      [
        'the token as the key of a Secret',
        {
          deployment_config: {
            hugging_face_token_secret: { name: 'x', key: TOKEN },
          },
        },
      ],
      [
        'the token as a variable, twice',
        {
          deployment_config: {
            extra_env: [
              { name: TOKEN, value: '' },
              { name: TOKEN, value: '' },
            ],
          },
        },
      ],
      ['the token as a number', { deployment_config: { gpu_count: TOKEN } }],
      ['the token as a type', { model_type: TOKEN as never }],
    ])('never repeats %s', (_, spec) => {
      const problems = problemsOf(spec);
      expect(problems).not.toEqual([]);
      expect(JSON.stringify(problems)).not.toContain(TOKEN.slice(3));
    });
  });

  describe('of --served-model-name', () => {
    it.each<[string, Config]>([
      [
        'is the name',
        { command: ['vllm', 'serve', 'x'], args: ['--served-model-name', 'm'] },
      ],
      ['is missing without autoscaling', { args: ['x'] }],
      [
        'is the name in a script',
        {
          command: ['sh', '-c', 'vllm serve x --served_model_name=m'],
          enable_autoscaling: true,
        },
      ],
    ])('takes a command where it %s', (_, config) => {
      expect(problemsOfConfig(config)).toEqual([]);
    });

    it.each<[string, Config, string]>([
      ['is another', { args: ['x', '--served-model-name', 'other'] }, 'args'],
      [
        'is another in the command',
        { command: ['vllm', 'serve', 'x', '--served-model-name=other'] },
        'command',
      ],
      [
        'has another beside it',
        { args: ['x', '--served-model-name', 'm', 'other'] },
        'args',
      ],
      [
        'is another in a script',
        { command: ['sh', '-c', 'vllm serve x --served m2'] },
        'command',
      ],
      [
        'is missing with autoscaling',
        { args: ['x'], enable_autoscaling: true },
        'args',
      ],
      [
        'is in extra_args',
        { extra_args: ['--served-model-name', 'm'] },
        'extra_args',
      ],
    ])('refuses a command where it %s', (_, config, field) => {
      expect(problemsOfConfig(config)).toEqual([
        {
          field: `deployment_config.${field}`,
          message: expect.stringContaining('--served-model-name'),
        },
      ]);
    });
  });

  describe('of command lines in one item', () => {
    const MODULE = 'vllm.entrypoints.openai.api_server';

    it.each<[Config, string, string]>([
      [
        {
          command: [
            `python3 -m ${MODULE}  --port 8000 --served-model-name m --model "/mnt/a b"`,
          ],
        },
        'command.0',
        `["python3","-m","${MODULE}","--port","8000","--served-model-name","m","--model","/mnt/a b"]`,
      ],
      [{ command: ['vllm serve', 'a/b'] }, 'command.0', '["vllm","serve"]'],
      [
        { args: ['a/b', '--max-model-len 8192'] },
        'args.1',
        '["--max-model-len","8192"]',
      ],
      [
        { args: ['a/b --max-model-len 8192'] },
        'args.0',
        '["a/b","--max-model-len","8192"]',
      ],
    ])('names the items that %j means', (config, field, split) => {
      expect(problemsOfConfig(config)).toEqual([
        {
          field: `deployment_config.${field}`,
          message: expect.stringContaining(split),
        },
      ]);
    });

    it('shows no secret', () => {
      const command = ['vllm serve a/b --api-key not-a-real-one'];
      const problems = problemsOfConfig({ command });
      expect(problems.map(({ field }) => field)).toContain(
        'deployment_config.command.0',
      );
      expect(JSON.stringify(problems)).not.toContain('not-a-real-one');
    });

    it.each<Config>([
      { command: ['sh', '-c'], args: ['vllm serve a/b --seed 1'] },
      { args: ['a/b', '--hf-overrides', '{"a": "--b c"}'] },
      { args: ['a/b', '--hf-overrides={"a": "b c"}'] },
      { args: ['a/b', '--chat-template', 'You are - as ever - kind'] },
    ])('lets %j be', config => {
      expect(problemsOfConfig(config)).toEqual([]);
    });
  });

  it('puts variables in for the served name', () => {
    const config = (name: string): Config => ({
      args: ['$(MODEL)', '--served-model-name=$(MODEL_NAME)'],
      extra_env: [
        { name: 'MODEL', value: 'Qwen/Qwen3-8B' },
        { name: 'MODEL_NAME', value: name },
      ],
    });
    expect(problemsOfConfig(config('m'))).toEqual([]);
    expect(problemsOfConfig(config('other'))).toEqual([
      { field: 'deployment_config.args', message: expect.any(String) },
    ]);
  });

  describe('of secrets in any text', () => {
    const SECRET = 'not-a-real-one';
    const URL = `http://svc-ml:${SECRET}@proxy.example.com:3128`;
    const variable = (name: string, value: string) => ({
      deployment_config: { extra_env: [{ name, value }] },
    });

    it.each<[string, Partial<ModelSpecInput>]>([
      ['deployment_config.extra_env.0', variable('HTTPS_PROXY', URL)],
      [
        'deployment_config.extra_env.0',
        variable('https_proxy', `svc-ml:${SECRET}@proxy:3128`),
      ],
      [
        'deployment_config.extra_env.0',
        variable('ALL_PROXY', `http://svc-ml:a/${SECRET}@proxy:3128`),
      ],
      [
        'deployment_config.extra_env.0',
        variable('ENDPOINT', `see ${URL}/path`),
      ],
      [
        'deployment_config.extra_env.0',
        {
          deployment_config: {
            extra_env: [
              { name: 'HTTPS_PROXY', value: 'http://svc-ml:$(P)@proxy:3128' },
              { name: 'P', value: SECRET },
            ],
          },
        },
      ],
      [
        'deployment_config.extra_env.2',
        {
          deployment_config: {
            extra_env: [
              { name: 'USER_AND_P', value: `svc-ml:${SECRET}` },
              { name: 'WHO', value: '$(USER_AND_P)' },
              { name: 'no_such_proxy', value: 'http://$(WHO)@proxy:3128' },
            ],
          },
        },
      ],
      [
        'deployment_config.command.2',
        {
          deployment_config: {
            command: ['sh', '-c', 'X=http://me:${P}@proxy:1 vllm serve a/b'],
            extra_env: [{ name: 'P', value: SECRET }],
          },
        },
      ],
      [
        'deployment_config.args.1',
        {
          deployment_config: {
            args: ['-c', `P=${SECRET}; curl http://me:$P@proxy:1`],
          },
        },
      ],
      ['deployment_config.extra_env.0', variable('PROXY_PASS', SECRET)],
      [
        'deployment_config.extra_env.0',
        variable(
          'STORE',
          `DefaultEndpointsProtocol=https;AccountKey=${SECRET}0123456789==`,
        ),
      ],
      [
        'deployment_config.args.1',
        {
          deployment_config: {
            args: ['a/b', `https://x.blob.example/w?sv=1&sig=${SECRET}01234`],
          },
        },
      ],
      [
        'deployment_config.args.1',
        {
          deployment_config: {
            args: ['-c', `curl -H "Authorization: Basic ${SECRET}01234" x`],
          },
        },
      ],
      [
        'deployment_config.args.1',
        {
          deployment_config: { args: ['a/b', `--otlp-traces-endpoint=${URL}`] },
        },
      ],
      [
        'deployment_config.command.2',
        {
          deployment_config: {
            command: ['sh', '-c', `https_proxy=${URL} vllm serve a/b`],
          },
        },
      ],
      [
        'deployment_config.extra_args.0',
        {
          deployment_config: {
            extra_args: ['--ssl-keyfile-password', SECRET],
          },
        },
      ],
      [
        'deployment_config.extra_args.0',
        { deployment_config: { extra_args: ['--api', SECRET] } },
      ],
      ['description', { description: `Behind ${URL}` }],
      ['description', { description: `Key ghp_${'a'.repeat(36)}` }],
      ['tags.0', { tags: [`sk-${'a'.repeat(32)}`] }],
      [
        'repository_url',
        {
          huggingface_id: undefined,
          repository_url: `https://me:${SECRET}@huggingface.co/a/b`,
        },
      ],
    ])('refuses one in %s, and does not show it', (field, spec) => {
      const problems = problemsOf(spec);
      expect(problems.map(problem => problem.field)).toContain(field);
      expect(JSON.stringify(problems)).not.toContain(SECRET);
    });

    it.each<Partial<ModelSpecInput>>([
      variable('NO_PROXY', '.svc,.cluster.local,10.0.0.0/8'),
      variable('HTTPS_PROXY', 'http://proxy.example.com:3128'),
      variable('HTTPS_PROXY', 'proxy.example.com:3128'),
      variable('HTTPS_PROXY', '$(USER):$(PASSWORD)@proxy:3128'),
      variable('HTTPS_PROXY', 'http://$(USER):$(PASSWORD)@proxy:3128'),
      { description: 'Ask me@example.com, or see http://a.b:80/@x' },
      { deployment_config: { extra_args: ['--max-num-batched-tokens', '1'] } },
    ])('lets %j be', spec => {
      expect(problemsOf(spec)).toEqual([]);
    });
  });
});

import { exampleBodies } from './__fixtures__/exampleBodies';
import { parseModelSpec } from './parseModelSpec';

const BODY = { name: 'm', model_type: 'chat', huggingface_id: 'Qwen/Qwen3-8B' };

function problemsOf(body: unknown): Record<string, string> {
  const parsed = parseModelSpec(body);
  return parsed.outcome === 'invalid'
    ? Object.fromEntries(
        parsed.problems.map(({ field, message }) => [field, message]),
      )
    : {};
}

/** A body whose one field has a value, given by its path in dots. */
function bodyWith(path: string, value: unknown): Record<string, unknown> {
  const [first, ...rest] = path.split('.');
  const nested = rest.reduceRight<unknown>(
    (inner, step) => ({ [step]: inner }),
    value,
  );
  return { ...BODY, [first]: nested };
}

describe('parseModelSpec', () => {
  it.each(Object.entries(exampleBodies))('takes a body with %s', (_, body) => {
    expect(parseModelSpec(body)).toMatchObject({ outcome: 'valid' });
  });

  it('reads numbers that are written as text, and amounts that are written as numbers', () => {
    expect(parseModelSpec(exampleBodies['numbers as text'])).toMatchObject({
      spec: {
        requirements: { cpu: '4', gpu: { min_gpus: 1, max_gpus: 2 } },
        deployment_config: { gpu_count: 2, replicas: 3, max_model_len: 32768 },
      },
    });
    expect(
      parseModelSpec(
        bodyWith('deployment_config.autoscaling_config.target_value', 0.5),
      ),
    ).toMatchObject({
      spec: {
        deployment_config: { autoscaling_config: { target_value: '0.5' } },
      },
    });
  });

  it('takes an empty command or empty args for none', () => {
    const config = { command: [], args: [] };
    expect(parseModelSpec({ ...BODY, deployment_config: config })).toEqual({
      outcome: 'valid',
      spec: { ...BODY, deployment_config: {} },
    });
  });

  it('adds nothing to what was asked', () => {
    expect(parseModelSpec(BODY)).toEqual({ outcome: 'valid', spec: BODY });
  });

  it.each([[undefined], [null], ['text'], [[]], [1]])(
    'refuses the body %p',
    body => {
      expect(problemsOf(body).body).toMatch(/^must be an object/);
    },
  );

  it.each<[string, unknown, string]>([
    [
      'name',
      '',
      'must begin with a-z and have only a-z, 0-9 and -, and no - at its end',
    ],
    [
      'name',
      'Qwen',
      'must begin with a-z and have only a-z, 0-9 and -, and no - at its end',
    ],
    ['name', 'a'.repeat(41), 'must have at most 40 characters'],
    ['name', 'aibrix-reserved', 'is reserved by AIBrix: choose another name'],
    ['name', 5, 'must be text'],
    ['name', null, 'must be text, not null'],
    ['display_name', ' \u200b', 'must have a character that can be seen'],
    [
      'huggingface_id',
      'Qwen/Qwen3--8B',
      'must have no -- or .. in it and no .git at its end, as no hub has',
    ],
    ['name', undefined, 'is needed'],
    [
      'model_type',
      undefined,
      'is needed: one of chat, completion, embedding, vision, rerank',
    ],
    [
      'model_type',
      'Chat',
      'must be one of chat, completion, embedding, vision, rerank',
    ],
    ['requirements.cpu', '4Gi', 'must be a number of cores, such as 2 or 500m'],
    ['display_name', '', 'must not be empty'],
    ['display_name', 'x'.repeat(121), 'must have at most 120 characters'],
    ['display_name', 'a\u0000b', 'must not contain control characters'],
    ['display_name', 'a\nb', 'must not contain control characters'],
    ['description', 'a\u009bb', 'must not contain control characters'],
    ['description', 'a\u202eb', 'must not contain control characters'],
    ['description', 'half: \ud83d', 'must not contain control characters'],
    [
      'version',
      'main/../../secret',
      'must be a branch, tag or commit of the model repository',
    ],
    [
      'display_name',
      null,
      'must be text, not null: leave it out for the default',
    ],
    ['description', 'x'.repeat(2001), 'must have at most 2000 characters'],
    [
      'huggingface_id',
      'a/b/c',
      'must be the id of a model on Hugging Face, such as Qwen/Qwen3-8B',
    ],
    [
      'repository_url',
      'ssh://x',
      'must be an https URL, such as https://huggingface.co/Qwen/Qwen3-8B',
    ],
    [
      'version',
      '../x',
      'must be a branch, tag or commit of the model repository',
    ],
    ['requirements', [], 'must be an object'],
    [
      'requirements.cpu',
      'many',
      'must be a Kubernetes quantity above zero, such as 2, 500m or 16Gi',
    ],
    [
      'requirements.cpu',
      0,
      'must be a Kubernetes quantity above zero, such as 2, 500m or 16Gi',
    ],
    [
      'requirements.cpu',
      -1,
      'must be a Kubernetes quantity above zero, such as 2, 500m or 16Gi',
    ],
    [
      'requirements.cpu',
      true,
      'must be a Kubernetes quantity above zero, such as 2, 500m or 16Gi',
    ],
    [
      'requirements.memory',
      '16',
      'must be an amount of memory with its unit, such as 16Gi or 512Mi',
    ],
    [
      'requirements.memory',
      '16GB',
      'must be an amount of memory with its unit, such as 16Gi or 512Mi',
    ],
    [
      'requirements.gpu.min_vram',
      24,
      'must be an amount of memory with its unit, such as 16Gi or 512Mi',
    ],
    [
      'requirements.gpu.preferred_vram',
      '80g',
      'must be an amount of memory with its unit, such as 16Gi or 512Mi',
    ],
    [
      'requirements.gpu.gpu_type',
      'x'.repeat(64),
      'must have at most 63 characters',
    ],
    ['requirements.gpu.min_gpus', -1, 'must be a whole number from 0 to 64'],
    ['requirements.gpu.max_gpus', 65, 'must be a whole number from 0 to 64'],
    [
      'deployment_config.image',
      'not an image',
      'must be an image reference such as vllm/vllm-openai:v0.32.0',
    ],
    [
      'deployment_config.image_pull_policy',
      'Sometimes',
      'must be one of IfNotPresent, Always, Never',
    ],
    ['deployment_config.command', 'vllm serve', 'must be a list'],
    [
      'deployment_config.args',
      Array(257).fill('x'),
      'must have at most 256 entries',
    ],
    ['deployment_config.gpu_count', 1.5, 'must be a whole number from 0 to 64'],
    [
      'deployment_config.gpu_count',
      '1.5',
      'must be a whole number from 0 to 64',
    ],
    [
      'deployment_config.gpu_count',
      'one',
      'must be a whole number from 0 to 64',
    ],
    [
      'deployment_config.gpu_count',
      '9'.repeat(400),
      'must be a whole number from 0 to 64',
    ],
    [
      'deployment_config.initial_delay_seconds',
      86401,
      'must be a whole number from 0 to 86400',
    ],
    [
      'deployment_config.enable_pvc',
      'true',
      'must be true or false, without quotes',
    ],
    [
      'deployment_config.storage_class',
      'Fast',
      'must be a Kubernetes object name: a-z, 0-9, - and ., not at its ends',
    ],
    [
      'deployment_config.storage_size',
      '100',
      'must be an amount of memory with its unit, such as 16Gi or 512Mi',
    ],
    ['deployment_config.replicas', 0, 'must be a whole number from 1 to 1000'],
    ['deployment_config.runtime', 'ollama', 'must be one of vllm, sglang'],
    [
      'deployment_config.max_model_len',
      0,
      'must be a whole number from 1 to 100000000',
    ],
    [
      'deployment_config.autoscaling_config.min_replicas',
      0,
      'must be a whole number from 1 to 1000',
    ],
    [
      'deployment_config.autoscaling_config.target_metric',
      'cpu',
      'must be one of num_requests_running, num_requests_waiting, kv_cache_usage_perc, time_to_first_token_seconds',
    ],
    [
      'deployment_config.autoscaling_config.target_metric',
      'gpu_cache_usage_perc',
      'no current engine exports gpu_cache_usage_perc: use kv_cache_usage_perc',
    ],
    [
      'deployment_config.autoscaling_config.target_value',
      'ten',
      'must be a number above zero',
    ],
    [
      'deployment_config.autoscaling_config.target_value',
      '0x10',
      'must be a number above zero',
    ],
    [
      'deployment_config.autoscaling_config.scale_down_delay',
      '3 minutes',
      'must be a duration such as 3m or 90s',
    ],
    [
      'deployment_config.hugging_face_token',
      '',
      'must be printable characters without blanks',
    ],
    [
      'deployment_config.hugging_face_token',
      'a b',
      'must be printable characters without blanks',
    ],
    ['deployment_config.hugging_face_token_secret', 'x', 'must be an object'],
    ['deployment_config.hugging_face_token_secret', { key: 'x' }, ''],
    [
      'deployment_config.queue_name',
      'a.b',
      'must be a Kubernetes object name: a-z, 0-9 and -, not at its ends',
    ],
    ['tags', Array(21).fill('x'), 'must have at most 20 entries'],
    ['is_public', 'yes', 'must be true or false, without quotes'],
    ['desired_state', 'paused', 'must be one of running, stopped'],
  ])('says of %s: %p what to write', (field, value, message) => {
    const problems = problemsOf(bodyWith(field, value));
    expect(problems).toEqual(
      message ? { [field]: message } : { [`${field}.name`]: 'is needed' },
    );
  });

  it('names entries of lists and maps by their place', () => {
    expect(
      problemsOf({
        ...BODY,
        tags: ['fine', '-'],
        deployment_config: {
          args: ['x', ''],
          extra_env: [{ name: 'A' }, { name: '1', value: 'x' }],
          node_selector: { 'not a key': 'x', zone: 'no value' },
          tolerations: [
            { effect: 'Never' },
            { key: 'a\nb: c' },
            { value: '{{ .Values }}' },
          ],
        },
      }),
    ).toEqual({
      'tags.1': expect.stringContaining(
        'begin and end with a letter or a digit',
      ),
      'deployment_config.args.1': 'must not be empty',
      'deployment_config.extra_env.0.value': 'is needed',
      'deployment_config.extra_env.1.name': expect.stringContaining(
        'environment variable',
      ),
      'deployment_config.node_selector.not a key':
        'is not a valid key: it must be a label key, such as nvidia.com/gpu.product',
      'deployment_config.node_selector.zone': expect.stringContaining(
        'must be a label value',
      ),
      'deployment_config.tolerations.0.effect':
        'must be one of NoSchedule, PreferNoSchedule, NoExecute',
      'deployment_config.tolerations.1.key': expect.stringContaining(
        'must be a label key',
      ),
      'deployment_config.tolerations.2.value': expect.stringContaining(
        'must be a label value',
      ),
    });
  });

  it.each<[string, string, string]>([
    ['displayname', 'displayname', 'is not known: did you mean display_name?'],
    ['Name', 'Name', 'is not known: did you mean name?'],
    ['model-type', 'model-type', 'is not known: did you mean model_type?'],
    [
      'gpu_count',
      'gpu_count',
      'is not known: did you mean deployment_config.gpu_count?',
    ],
    [
      'min_vram',
      'min_vram',
      'is not known: did you mean requirements.gpu.min_vram?',
    ],
    [
      'replicas',
      'replicas',
      'is not known: did you mean deployment_config.replicas?',
    ],
    ['colour', 'colour', 'is not known'],
    [
      'huggingface_token',
      'huggingface_token',
      'is not known: did you mean deployment_config.hugging_face_token?',
    ],
    [
      'deployment_config.env',
      'deployment_config.env',
      'is not known: did you mean extra_env?',
    ],
    [
      'organization_id',
      'organization_id',
      'is set by the server: leave it out',
    ],
    ['status', 'status', 'is set by the server: leave it out'],
    ['id', 'id', 'is set by the server: leave it out'],
    ['deployment_config.gpus', 'deployment_config.gpus', 'is not known'],
    [
      'deployment_config.gpu_cout',
      'deployment_config.gpu_cout',
      'is not known: did you mean gpu_count?',
    ],
    [
      'deployment_config.min_replicas',
      'deployment_config.min_replicas',
      'is not known: did you mean deployment_config.autoscaling_config.min_replicas?',
    ],
    [
      'requirements.gpu.min_ram',
      'requirements.gpu.min_ram',
      'is not known: did you mean min_vram?',
    ],
    ['constructor', 'constructor', 'is not known'],
    ['x'.repeat(5000), `${'x'.repeat(64)}…`, 'is not known'],
  ])('refuses the unknown field %s', (path, field, message) => {
    expect(problemsOf(bodyWith(path, 1))).toEqual({ [field]: message });
  });

  it('says what an entry of a list has, and nothing of other places', () => {
    const config = { extra_env: [{ key: 'A', value: null }] };
    expect(problemsOf({ ...BODY, deployment_config: config })).toEqual({
      'deployment_config.extra_env.0.key': 'is not known',
      'deployment_config.extra_env.0.name': 'is needed',
      'deployment_config.extra_env.0.value': 'must be text, not null',
    });
  });

  it('takes tags in every script', () => {
    const tags = ['हिन्दी', 'e\u0301', '日本語'];
    expect(parseModelSpec({ ...BODY, tags })).toMatchObject({
      outcome: 'valid',
    });
  });

  it('refuses __proto__ like any field that is not known', () => {
    const body = JSON.parse(
      `{"__proto__": {}, "name": "m", "model_type": "chat", "huggingface_id": "x"}`,
    );
    expect(parseModelSpec(body)).toEqual({
      outcome: 'invalid',
      problems: [{ field: '__proto__', message: 'is not known' }],
    });
  });

  it('names every problem at once: of fields, of unknown ones, and between fields', () => {
    expect(
      problemsOf({
        model_type: 'talk',
        nam: 'x',
        requirements: { cpu: 'x', gpu: { min_gpus: 4, max_gpus: 2 } },
        deployment_config: {
          replicas: 2,
          enable_autoscaling: true,
          storage_size: 'big',
          extra_env: [{ name: 'HF_TOKEN', value: 'x' }],
        },
      }),
    ).toEqual({
      name: 'is needed',
      model_type: expect.stringContaining('must be one of'),
      nam: 'is not known: did you mean name?',
      huggingface_id: expect.stringContaining('is needed, unless'),
      'requirements.cpu': expect.any(String),
      'requirements.gpu.min_gpus': 'must not be above max_gpus (2)',
      'deployment_config.storage_size':
        expect.stringContaining('with its unit'),
      'deployment_config.replicas': expect.stringContaining(
        'without autoscaling',
      ),
      'deployment_config.extra_env.0': expect.stringContaining('plain sight'),
    });
  });

  it('does not ask for a source when the given one is wrong', () => {
    expect(Object.keys(problemsOf({ ...BODY, huggingface_id: 'a b' }))).toEqual(
      ['huggingface_id'],
    );
  });

  it('names no more than twenty unknown fields, and counts the others', () => {
    const fields = Array.from({ length: 1_000 }, (_, index) => [
      `x_${index}`,
      1,
    ]);
    const problems = problemsOf({ ...BODY, ...Object.fromEntries(fields) });
    expect(Object.keys(problems)).toHaveLength(21);
    expect(problems.body).toBe('has 980 more fields that are not known');
  });
});

import type { LiveContainer, LivePodSpec, LiveWorkload } from './LiveWorkload';
import { readWorkload } from './readWorkload';

const ENGINE: LiveContainer = {
  name: 'engine',
  image: 'vllm/vllm-openai:v0.11.0',
  command: ['python3', '-m', 'vllm.entrypoints.openai.api_server'],
  args: ['--model', 'Qwen/Qwen3-8B', '--served-model-name', 'qwen'],
  resources: {
    requests: { cpu: '4', memory: '8Gi' },
    limits: { memory: '16Gi', 'nvidia.com/gpu': '2' },
  },
};

function workloadOf(
  container: Partial<LiveContainer>,
  pod: Partial<LivePodSpec> = {},
  labels: Record<string, string> = {},
): LiveWorkload {
  return {
    metadata: {
      name: 'qwen',
      namespace: 'models',
      uid: '1',
      labels,
      annotations: {},
      deleting: false,
    },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'qwen' } },
      template: {
        spec: { containers: [{ ...ENGINE, ...container }], ...pod },
      },
    },
  };
}

const read = (...given: Parameters<typeof workloadOf>) =>
  readWorkload(workloadOf(...given), { modelType: undefined });

describe('readWorkload', () => {
  it('keeps what a model can say, word by word', () => {
    const token = { name: 'hub', key: 'token' };
    const reading = read(
      {
        env: [
          { name: 'VLLM_USE_V1', value: '1' },
          { name: 'HOME', value: '/root' },
          { name: 'HF_TOKEN', valueFrom: { secretKeyRef: token } },
        ],
      },
      {
        nodeSelector: { pool: 'gpu' },
        volumes: [
          { name: 'w', persistentVolumeClaim: { claimName: 'weights' } },
        ],
      },
    );
    expect(reading).toMatchObject({
      outcome: 'read',
      spec: {
        name: 'qwen',
        model_type: 'chat',
        huggingface_id: 'Qwen/Qwen3-8B',
        requirements: { cpu: '4', memory: '16Gi' },
        deployment_config: {
          runtime: 'vllm',
          command: ENGINE.command,
          args: ENGINE.args,
          gpu_count: 2,
          replicas: 3,
          extra_env: [{ name: 'VLLM_USE_V1', value: '1' }],
          hugging_face_token_secret: token,
          node_selector: { pool: 'gpu' },
          shared_pvc: 'weights',
        },
      },
      warnings: [{ code: 'ModelTypeAssumed' }],
    });
  });

  it.each<[string, Parameters<typeof workloadOf>, string]>([
    ['no engine', [{ command: ['nginx'] }], 'no engine'],
    ['another image', [{ command: undefined, image: 'nginx' }], 'no engine'],
    [
      'another name',
      [{}, {}, { 'model.aibrix.ai/name': 'other' }],
      'serves other',
    ],
    [
      'a secret in plain sight',
      [{ env: [{ name: 'HF_TOKEN', value: 'hf_x' }] }],
      'HF_TOKEN',
    ],
    [
      'another Secret',
      [
        {
          env: [
            {
              name: 'KEY',
              valueFrom: { secretKeyRef: { name: 's', key: 'k' } },
            },
          ],
        },
      ],
      'KEY',
    ],
    ['a whole Secret', [{ envFrom: [{}] }], 'envFrom'],
  ])('refuses %s', (_, given, words) => {
    const reading = read(...given);
    expect(reading.outcome).toBe('refused');
    expect(JSON.stringify(reading)).toContain(words);
    expect(JSON.stringify(reading)).not.toContain('hf_x');
  });

  it('says what new pods come without', () => {
    const reading = read(
      { volumeMounts: [{ name: 'w', mountPath: '/data' }] },
      { hostNetwork: true, initContainers: [{ name: 'fetch' }] },
    );
    const warnings = reading.outcome === 'read' ? reading.warnings : [];
    const told = warnings.map(({ message }) => message).join('\n');
    for (const words of ['/data', 'network of the node', 'fetch']) {
      expect(told).toContain(words);
    }
  });

  it('is stopped where there are no replicas', () => {
    const stopped = workloadOf({});
    stopped.spec.replicas = 0;
    expect(readWorkload(stopped, { modelType: 'vision' })).toMatchObject({
      spec: {
        model_type: 'vision',
        desired_state: 'stopped',
        deployment_config: { replicas: 1 },
      },
    });
  });
});

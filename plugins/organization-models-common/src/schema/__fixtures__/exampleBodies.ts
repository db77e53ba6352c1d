import type { ModelSpecInput } from '../../types';

/** Bodies as people send them to `POST /v1/organization/models`. */
export const exampleBodies: Record<string, ModelSpecInput> = {
  'nothing but what is needed': {
    name: 'qwen3-8b',
    model_type: 'chat',
    huggingface_id: 'Qwen/Qwen3-8B',
  },
  autoscaled: {
    name: 'qwen3-coder-30b',
    display_name: 'Qwen3 Coder 30B',
    model_type: 'completion',
    huggingface_id: 'Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8',
    deployment_config: {
      image: 'registry.menlo.ai/dockerhub/vllm/vllm-openai:v0.10.2',
      gpu_count: 1,
      enable_autoscaling: true,
    },
  },
  'full requirements': {
    name: 'with-requirements',
    model_type: 'chat',
    huggingface_id: 'Qwen/Qwen3-8B',
    requirements: {
      cpu: '2000m',
      memory: '16Gi',
      gpu: {
        min_vram: '24Gi',
        preferred_vram: '40Gi',
        gpu_type: 'NVIDIA-L4',
        min_gpus: 1,
        max_gpus: 1,
      },
    },
  },
  'a claim and a token': {
    name: 'gated',
    model_type: 'vision',
    huggingface_id: 'meta-llama/Llama-3.2-11B-Vision-Instruct',
    deployment_config: {
      enable_pvc: true,
      storage_class: 'fast-ssd',
      storage_size: '50Gi',
      hugging_face_token: 'hf_abcdefghijklmnop',
    },
  },
  'an explicit command': {
    name: 'explicit',
    model_type: 'embedding',
    deployment_config: {
      image: 'vllm/vllm-openai:v0.10.2',
      command: ['vllm', 'serve'],
      args: [
        'BAAI/bge-m3',
        '--served-model-name',
        'explicit',
        '--port',
        '8000',
      ],
      initial_delay_seconds: 240,
    },
  },
  'a command in a shell': {
    name: 'in-shell',
    model_type: 'rerank',
    deployment_config: {
      command: [
        'sh',
        '-c',
        'vllm serve BAAI/bge-reranker-v2-m3 --served-model-name in-shell --port 8000',
      ],
      enable_autoscaling: true,
      autoscaling_config: {
        min_replicas: 1,
        max_replicas: 8,
        target_metric: 'num_requests_running',
        target_value: '40',
        scale_down_delay: '3m',
      },
    },
  },
  'numbers as text': {
    name: 'as-text',
    model_type: 'chat',
    repository_url: 'https://huggingface.co/Qwen/Qwen3-8B/tree/main',
    requirements: { cpu: 4, gpu: { min_gpus: '1', max_gpus: '2' } },
    deployment_config: {
      gpu_count: '2',
      replicas: '3',
      max_model_len: '32768',
    },
  },
  'everything else': {
    name: 'all-fields',
    display_name: 'Tout – 全部',
    description: 'Two\nlines',
    model_type: 'chat',
    huggingface_id: 'Qwen/Qwen3-8B',
    version: 'refs/pr/12',
    tags: ['team: search', 'β'],
    is_public: true,
    desired_state: 'stopped',
    deployment_config: {
      image_pull_policy: 'Always',
      replicas: 2,
      runtime: 'vllm',
      extra_args: ['--enable-prefix-caching'],
      extra_env: [{ name: 'VLLM_LOGGING_LEVEL', value: 'DEBUG' }],
      hugging_face_token_secret: { name: 'shared.token', key: 'HF_TOKEN' },
      shared_pvc: 'models',
      node_selector: { 'nvidia.com/gpu.product': 'NVIDIA-L4' },
      tolerations: [
        {
          key: 'gpu',
          operator: 'Exists',
          effect: 'NoSchedule',
          toleration_seconds: '60',
        },
      ],
      queue_name: 'gpu-queue',
      cluster: 'frankfurt',
    },
  },
};

import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { buildModel, minutesAgo } from '../src/__testUtils__/buildModel';

/** One model of most kinds of fate. */
export const EXAMPLE_MODELS: Model[] = [
  buildModel({
    tags: ['production', 'chat'],
    description: 'The model behind the assistant',
  }),
  buildModel({
    id: 'mdl_PendingPendingPe',
    name: 'llama-3-3-70b',
    display_name: 'Llama 3.3 70B Instruct',
    status: 'pending',
    status_reason: {
      code: 'InsufficientGpu',
      message:
        '4 GPUs of one node are wanted for each replica; the largest free number on one node is 3 (gpu-h100-0)',
      hint: 'Ask for 3 GPUs, or stop a model on gpu-h100-0',
      observed_at: minutesAgo(1),
    },
    replicas: { desired: 2, ready: 0, available: 0, updated: 2 },
    conditions: [
      {
        type: 'Ready',
        status: 'False',
        reason: 'NoReplicaReady',
        message: 'No replica is ready',
        last_transition_time: minutesAgo(12),
      },
      {
        type: 'Scheduled',
        status: 'False',
        reason: 'InsufficientGpu',
        message: '0/6 nodes are available: 6 Insufficient nvidia.com/gpu',
        last_transition_time: minutesAgo(12),
      },
    ],
    endpoint_url: undefined,
    created_at: minutesAgo(12),
  }),
  buildModel({
    id: 'mdl_FailedFailedFail',
    name: 'mixtral-8x7b',
    display_name: 'mixtral-8x7b',
    model_type: 'completion',
    status: 'failed',
    status_reason: {
      code: 'ImagePullBackOff',
      message: 'The image vllm/vllm-openai:v0.99.9 cannot be pulled: not found',
      hint: 'Check the name and the tag of the image',
      observed_at: minutesAgo(2),
    },
    replicas: { desired: 1, ready: 0, available: 0, updated: 1 },
    created_at: minutesAgo(44),
  }),
  buildModel({
    id: 'mdl_DegradedDegraded',
    name: 'bge-m3',
    display_name: 'BGE M3 embeddings',
    model_type: 'embedding',
    status: 'degraded',
    status_reason: {
      code: 'FewerReplicasReady',
      message: '1 of 3 replicas is ready: 2 crash again and again',
    },
    replicas: { desired: 3, ready: 1, available: 1, updated: 3 },
    created_at: minutesAgo(60 * 24 * 9),
  }),
  buildModel({
    id: 'mdl_StoppedStoppedSt',
    name: 'reranker',
    display_name: 'Reranker',
    model_type: 'rerank',
    status: 'stopped',
    desired_state: 'stopped',
    status_reason: undefined,
    replicas: { desired: 0, ready: 0, available: 0, updated: 0 },
    created_at: minutesAgo(60 * 24 * 30),
  }),
];

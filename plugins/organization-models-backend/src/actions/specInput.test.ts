import {
  modelSpec,
  parseModelSpec,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { z } from 'zod/v3';
import { specInput } from './specInput';

const FULL = {
  name: 'qwen3-8b',
  model_type: 'chat',
  huggingface_id: 'Qwen/Qwen3-8B',
  requirements: { cpu: 4, memory: '16Gi', gpu: { gpu_type: 'H100' } },
  deployment_config: {
    gpu_count: 1,
    enable_pvc: true,
    extra_args: ['--max-num-seqs=8'],
    extra_env: [{ name: 'VLLM_LOGGING_LEVEL', value: 'DEBUG' }],
    enable_autoscaling: true,
    autoscaling_config: { max_replicas: '2', target_value: 40 },
    node_selector: { pool: 'gpu' },
  },
  tags: ['search'],
  is_public: null,
};

describe('specInput', () => {
  const schema = specInput(z) as z.AnyZodObject;

  it('has the fields of a spec', () => {
    expect(Object.keys(schema.shape)).toEqual(Object.keys(modelSpec.shape));
  });

  it('lets through as it is what the API takes', () => {
    const { is_public, ...spec } = FULL;
    expect(parseModelSpec(spec)).toMatchObject({ outcome: 'valid' });
    expect(schema.parse(FULL)).toEqual(FULL);
  });

  it.each<[string, object, string]>([
    ['an unknown field', { gpus: 1 }, 'Unrecognized key'],
    ['an unknown choice', { model_type: 'talk' }, "'chat'"],
    [
      'a token, which no agent is to see',
      { deployment_config: { hugging_face_token: 'hf_x' } },
      'hugging_face_token',
    ],
  ])('refuses %s', (_, spec, message) => {
    expect(() => schema.parse(spec)).toThrow(message);
  });
});

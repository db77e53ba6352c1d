import { buildModel } from '../../__testUtils__/buildModel';
import { type EditForm, toEditForm, toUpdateBody } from './EditForm';

const MODEL = buildModel();
const MODEL_OF_TWO = buildModel({
  deployment_config: {
    ...MODEL.deployment_config,
    enable_autoscaling: true,
    autoscaling_config: {
      min_replicas: 1,
      max_replicas: 2,
      target_metric: 'num_requests_running',
      target_value: '40',
      scale_down_delay: '3m',
    },
    max_model_len: 8192,
    extra_args: ['--enforce-eager'],
  },
});

describe('toUpdateBody', () => {
  it.each<[string, Partial<EditForm>, object | undefined]>([
    ['nothing', {}, undefined],
    ['a name with blanks at its end', { displayName: 'Qwen3 8B ' }, undefined],
    ['a name', { displayName: 'Mine' }, { display_name: 'Mine' }],
    ['replicas', { replicas: 3 }, { deployment_config: { replicas: 3 } }],
    [
      'GPUs to be chosen again',
      { gpuCount: undefined },
      { deployment_config: { gpu_count: null } },
    ],
    [
      'no GPUs',
      { gpuCount: 0, maxModelLen: 4096 },
      { deployment_config: { gpu_count: 0, max_model_len: 4096 } },
    ],
    [
      'the default image',
      { image: ' ' },
      { deployment_config: { image: null } },
    ],
    [
      'a token',
      { token: 'a-token' },
      { deployment_config: { hugging_face_token: 'a-token' } },
    ],
    [
      'arguments, a line each',
      { extraArgs: '--enforce-eager\n\n --seed=1 ' },
      { deployment_config: { extra_args: ['--enforce-eager', '--seed=1'] } },
    ],
    [
      'autoscaling, and not the fixed count beside it',
      { isAutoscaled: true, maxReplicas: 4, replicas: 2 },
      {
        deployment_config: {
          enable_autoscaling: true,
          autoscaling_config: { max_replicas: 4 },
        },
      },
    ],
  ])('says %s and no more', (_, changes, body) => {
    const before = toEditForm(MODEL);
    expect(toUpdateBody(before, { ...before, ...changes })).toEqual(body);
  });

  it.each<[string, Partial<EditForm>, object]>([
    [
      'no arguments any more',
      { extraArgs: '' },
      { deployment_config: { extra_args: null } },
    ],
    [
      'a fixed count',
      { isAutoscaled: false, replicas: 2 },
      { deployment_config: { enable_autoscaling: false, replicas: 2 } },
    ],
    [
      'a larger maximum',
      { maxReplicas: 4 },
      { deployment_config: { autoscaling_config: { max_replicas: 4 } } },
    ],
    [
      'the context of the model',
      { maxModelLen: undefined },
      { deployment_config: { max_model_len: null } },
    ],
  ])('asks an autoscaled model for %s', (_, changes, body) => {
    const before = { ...toEditForm(MODEL_OF_TWO), replicas: undefined };
    expect(toUpdateBody(before, { ...before, ...changes })).toEqual(body);
  });
});

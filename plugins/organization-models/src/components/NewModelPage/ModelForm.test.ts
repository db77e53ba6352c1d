import { parseModelSpec } from '@orgmodels/backstage-plugin-organization-models-common';
import { EMPTY_FORM, ModelForm, toCreateBody } from './ModelForm';

const QWEN: ModelForm = { ...EMPTY_FORM, huggingFaceId: 'Qwen/Qwen3-8B' };

/** As it goes over the wire: without what is undefined. */
function bodyOf(form: ModelForm) {
  return JSON.parse(JSON.stringify(toCreateBody(form)));
}

describe('toCreateBody', () => {
  it('says no more than the form', () => {
    expect(bodyOf(QWEN)).toEqual({
      name: 'qwen3-8b',
      model_type: 'chat',
      huggingface_id: 'Qwen/Qwen3-8B',
      deployment_config: {},
    });
  });

  it('prefers the user’s own name to the suggestion, even an empty one', () => {
    expect(bodyOf({ ...QWEN, name: 'mine' }).name).toBe('mine');
    expect(bodyOf({ ...QWEN, name: '' }).name).toBe('');
  });

  it.each<[string, Partial<ModelForm>, object]>([
    ['the count of replicas', { replicas: 2 }, { replicas: 2 }],
    [
      'autoscaling, and not the fixed count beside it',
      { isAutoscaled: true, minReplicas: 1, maxReplicas: 4, replicas: 2 },
      {
        enable_autoscaling: true,
        autoscaling_config: { min_replicas: 1, max_replicas: 4 },
      },
    ],
    [
      'a volume of its own',
      { hasVolume: true, storageSize: '100Gi', storageClass: ' ' },
      { enable_pvc: true, storage_size: '100Gi' },
    ],
    ['no volume, whatever its size', { storageSize: '100Gi' }, {}],
    ['no GPU', { gpuCount: 0 }, { gpu_count: 0 }],
    ['a token', { token: ' hf_x ' }, { hugging_face_token: 'hf_x' }],
  ])('asks for %s', (_, fields, config) => {
    const body = bodyOf({ ...QWEN, ...fields });

    expect(body.deployment_config).toEqual(config);
    expect(parseModelSpec(body).outcome).toBe('valid');
  });
});

import type {
  CreateBody,
  Model,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { given } from '../Fields/given';
import { suggestName } from './suggestName';

/** What the form's fields hold; an empty field leaves it to the API. */
export type ModelForm = {
  huggingFaceId: string;
  /** `undefined`: not touched, so the suggestion counts. */
  name?: string;
  displayName: string;
  modelType: Model['model_type'];
  gpuCount?: number;
  isAutoscaled: boolean;
  minReplicas?: number;
  maxReplicas?: number;
  replicas?: number;
  image: string;
  /** Never leaves this state but in the request itself. */
  token: string;
  hasVolume: boolean;
  storageSize: string;
  storageClass: string;
};

export const EMPTY_FORM: ModelForm = {
  huggingFaceId: '',
  displayName: '',
  modelType: 'chat',
  isAutoscaled: false,
  image: '',
  token: '',
  hasVolume: false,
  storageSize: '',
  storageClass: '',
};

/** The name in the field: the user's own, else the suggestion. */
export function nameOf({ name, huggingFaceId }: ModelForm): string {
  return name ?? suggestName(huggingFaceId);
}

/** The body of POST which says what the form says, and no more. */
export function toCreateBody(form: ModelForm): CreateBody {
  return {
    name: nameOf(form),
    model_type: form.modelType,
    huggingface_id: given(form.huggingFaceId),
    display_name: given(form.displayName),
    deployment_config: {
      gpu_count: form.gpuCount,
      image: given(form.image),
      hugging_face_token: given(form.token),
      ...scalingOf(form),
      ...volumeOf(form),
    },
  };
}

function scalingOf(form: ModelForm) {
  return form.isAutoscaled
    ? {
        enable_autoscaling: true,
        autoscaling_config: {
          min_replicas: form.minReplicas,
          max_replicas: form.maxReplicas,
        },
      }
    : { replicas: form.replicas };
}

function volumeOf(form: ModelForm) {
  return form.hasVolume
    ? {
        enable_pvc: true,
        storage_size: given(form.storageSize),
        storage_class: given(form.storageClass),
      }
    : {};
}

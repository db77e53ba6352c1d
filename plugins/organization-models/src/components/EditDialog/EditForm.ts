import type {
  Model,
  UpdateBody,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { given } from '../Fields/given';

/** What of a running model is changed now and then; an empty field leaves it to the portal. */
export type EditForm = {
  displayName: string;
  gpuCount?: number;
  isAutoscaled: boolean;
  replicas?: number;
  minReplicas?: number;
  maxReplicas?: number;
  image: string;
  maxModelLen?: number;
  /** One argument a line. */
  extraArgs: string;
  /** A new one; the old one is not shown and stays when this is empty. */
  token: string;
};

/** The form as the model is now. */
export function toEditForm(model: Model): EditForm {
  const config = model.deployment_config;
  return {
    displayName: model.display_name,
    gpuCount: config.gpu_count,
    isAutoscaled: config.enable_autoscaling ?? false,
    replicas: config.replicas,
    minReplicas: config.autoscaling_config?.min_replicas,
    maxReplicas: config.autoscaling_config?.max_replicas,
    image: config.image ?? '',
    maxModelLen: config.max_model_len,
    extraArgs: (config.extra_args ?? []).join('\n'),
    token: '',
  };
}

/**
 * The body of PUT which says what differs, and no more: what somebody else changes meanwhile stays theirs.
 *
 * @returns `undefined` where nothing differs
 */
export function toUpdateBody(
  before: EditForm,
  after: EditForm,
): UpdateBody | undefined {
  const deployment_config = differing({
    gpu_count: [before.gpuCount, after.gpuCount],
    enable_autoscaling: [before.isAutoscaled, after.isAutoscaled],
    ...scalingOf(before, after),
    image: [given(before.image), given(after.image)],
    max_model_len: [before.maxModelLen, after.maxModelLen],
    extra_args: [linesOf(before.extraArgs), linesOf(after.extraArgs)],
    hugging_face_token: [undefined, given(after.token)],
  });
  const body = {
    ...differing({
      display_name: [given(before.displayName), given(after.displayName)],
    }),
    ...(deployment_config && { deployment_config }),
  };
  return Object.keys(body).length > 0 ? body : undefined;
}

function scalingOf(before: EditForm, after: EditForm): Differences {
  if (!after.isAutoscaled) {
    return { replicas: [before.replicas, after.replicas] };
  }
  const autoscaling_config = differing({
    min_replicas: [before.minReplicas, after.minReplicas],
    max_replicas: [before.maxReplicas, after.maxReplicas],
  });
  return { autoscaling_config: [undefined, autoscaling_config] };
}

type Differences = { [field: string]: [before: unknown, after: unknown] };

/** `null` asks for the default, as an empty field means here. */
function differing(fields: Differences): UpdateBody | undefined {
  const changed = Object.entries(fields).filter(
    ([, [before, after]]) => JSON.stringify(before) !== JSON.stringify(after),
  );
  return changed.length > 0
    ? Object.fromEntries(
        changed.map(([field, [, after]]) => [field, after ?? null]),
      )
    : undefined;
}

function linesOf(text: string): string[] | undefined {
  const lines = text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
  return lines.length > 0 ? lines : undefined;
}

import {
  isSecretName,
  type ModelSpecInput,
  type PlanWarning,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { findEngineArguments } from '../engines/readCommand';
import { BUILT_IN_RUNTIMES } from '../engines/findRuntime';
import type { ModelRuntime } from '../engines/ModelRuntime';
import { FOREIGN_LABELS } from '../ownership/ownership';
import { findNotCarried } from './findNotCarried';
import type { LiveContainer, LiveWorkload, LivePodSpec } from './LiveWorkload';
import { readVariables } from './readVariables';

/** What a Deployment is as a model: a body of POST, and what is not in it. */
export type WorkloadReading =
  | { outcome: 'refused'; problems: { field: string; message: string }[] }
  | { outcome: 'read'; spec: ModelSpecInput; warnings: PlanWarning[] };

/**
 * Reads a Deployment that somebody else made as the spec of a model. Its command
 * stays word by word; of its Secrets only the reference to a Hugging Face token
 * can be kept, and no value of one is ever read.
 */
export function readWorkload(
  { metadata, spec }: LiveWorkload,
  wanted: { modelType: ModelSpecInput['model_type'] | undefined },
): WorkloadReading {
  const pod = spec.template?.spec ?? {};
  const found = findEngine(pod);
  if (!found) {
    return refused(
      `runs no engine that is known (${BUILT_IN_RUNTIMES.map(
        ({ name }) => name,
      ).join(', ')}): only those can be adopted`,
    );
  }
  const { container, runtime } = found;
  const label = metadata.labels[FOREIGN_LABELS.name] ?? metadata.name;
  if (label !== metadata.name) {
    return refused(
      `serves ${label} and is called ${metadata.name}: a model and its Deployment have one name`,
    );
  }
  const variables = readVariables(container, isSecretName);
  if (variables.problems.length > 0) {
    return { outcome: 'refused', problems: variables.problems };
  }
  return {
    outcome: 'read',
    spec: {
      name: metadata.name,
      model_type: wanted.modelType ?? 'chat',
      ...(hubIdOf(container, runtime) ?? {}),
      requirements: readRequirements(container),
      deployment_config: {
        runtime: runtime.name as 'vllm',
        image: container.image,
        image_pull_policy: container.imagePullPolicy,
        command: container.command,
        args: container.args,
        gpu_count: countGpus(container),
        replicas: Math.max(1, spec.replicas ?? 1),
        extra_env: variables.plain,
        hugging_face_token_secret: variables.token,
        node_selector: pod.nodeSelector,
        tolerations: pod.tolerations?.map(
          ({ tolerationSeconds, ...toleration }) => ({
            ...toleration,
            toleration_seconds: tolerationSeconds,
          }),
        ),
        shared_pvc: claimOf(pod),
      },
      ...(spec.replicas === 0 ? { desired_state: 'stopped' as const } : {}),
    },
    warnings: [
      ...(wanted.modelType
        ? []
        : [
            {
              code: 'ModelTypeAssumed',
              field: 'model_type',
              message:
                'is taken to be chat, since a Deployment does not say it: give model_type where it is another',
            },
          ]),
      ...findNotCarried(pod, container),
    ],
  };
}

function refused(message: string): WorkloadReading {
  return { outcome: 'refused', problems: [{ field: 'name', message }] };
}

function findEngine({ containers = [] }: LivePodSpec) {
  for (const container of containers) {
    const runtime = BUILT_IN_RUNTIMES.find(candidate =>
      isEngine(container, candidate),
    );
    if (runtime) {
      return { container, runtime };
    }
  }
  return undefined;
}

// By what it starts, else by an image that is known to start it
function isEngine(
  { command, args = [], image = '' }: LiveContainer,
  runtime: ModelRuntime,
): boolean {
  const words = [...(command ?? []), ...args];
  return command
    ? findEngineArguments(words, { runtime }) !== undefined
    : image.split('/').pop()!.split(/[:@]/)[0].includes(runtime.name);
}

const HUB_ID = /^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/;

function hubIdOf(
  { command, args = [] }: LiveContainer,
  runtime: ModelRuntime,
): { huggingface_id: string } | undefined {
  const words = command
    ? findEngineArguments([...command, ...args], { runtime })
    : args;
  const { model } = runtime.readArguments(words ?? []);
  return model && HUB_ID.test(model) ? { huggingface_id: model } : undefined;
}

function readRequirements({
  resources = {},
}: LiveContainer): ModelSpecInput['requirements'] {
  const { requests = {}, limits = {} } = resources;
  return {
    cpu: requests.cpu ?? limits.cpu,
    memory: limits.memory ?? requests.memory,
  };
}

/** Vendors' resources that are whole GPUs or parts of them. */
const GPU =
  /^(nvidia\.com\/(gpu|mig-.+)|amd\.com\/gpu|gpu\.intel\.com\/.+|habana\.ai\/gaudi)$/;

function countGpus({ resources = {} }: LiveContainer): number {
  const { requests, limits } = resources;
  const counts = Object.entries({ ...requests, ...limits })
    .filter(([resource]) => GPU.test(resource))
    .map(([, count]) => Number(count));
  return counts.reduce((sum, count) => sum + count, 0);
}

function claimOf({ volumes = [] }: LivePodSpec): string | undefined {
  const claims = volumes.flatMap(({ persistentVolumeClaim }) => {
    const claim = persistentVolumeClaim as { claimName?: string } | undefined;
    return claim?.claimName ?? [];
  });
  return claims.length === 1 ? claims[0] : undefined;
}

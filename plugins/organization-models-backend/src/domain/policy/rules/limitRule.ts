import {
  type FieldProblem,
  parseQuantity,
} from '@orgmodels/backstage-plugin-organization-models-common';
import { policyRule } from '../PolicyRule';
import type { PolicySubject } from '../PolicySubject';

/** How much one model may take. */
export const limitRule = policyRule('limits', {
  because: 'one model must not take what others need',
  find: (limits, subject) => [
    ...limitGpusPerReplica(subject, limits.gpusPerReplica),
    ...limitReplicas(subject, limits.replicas),
    ...limitGpus(subject, limits.gpus),
    ...limitQuantity('requirements.cpu', {
      value: subject.cpu,
      isAsked: subject.spec.requirements?.cpu !== undefined,
      limit: limits.cpu,
    }),
    ...limitQuantity('requirements.memory', {
      value: subject.memory,
      isAsked: subject.spec.requirements?.memory !== undefined,
      limit: limits.memory,
    }),
    ...limitQuantity('deployment_config.storage_size', {
      value: subject.storageSize,
      isAsked: subject.spec.deployment_config?.storage_size !== undefined,
      limit: limits.storageSize,
    }),
  ],
});

function limitGpusPerReplica(
  { spec, gpus = 0 }: PolicySubject,
  limit = Infinity,
): FieldProblem[] {
  const isAsked = spec.deployment_config?.gpu_count !== undefined;
  const isLeast = spec.requirements?.gpu?.min_gpus === gpus;
  return gpus > limit
    ? [
        {
          field:
            isLeast && !isAsked
              ? 'requirements.gpu.min_gpus'
              : 'deployment_config.gpu_count',
          message: `must be at most ${limit} per replica${
            isAsked || isLeast ? '' : `, and this model needs ${gpus}`
          }`,
        },
      ]
    : [];
}

function limitReplicas(
  { spec, replicas }: PolicySubject,
  limit = Infinity,
): FieldProblem[] {
  return replicas > limit
    ? [
        {
          field: replicasField(spec),
          message: `must be at most ${limit}, and is ${replicas}`,
        },
      ]
    : [];
}

function limitGpus(
  { spec, gpus = 0, replicas }: PolicySubject,
  limit = Infinity,
): FieldProblem[] {
  const most = gpus > 0 ? Math.floor(limit / gpus) : Infinity;
  return gpus * replicas > limit
    ? [
        {
          field: replicasField(spec),
          message: `of ${replicas} with ${gpus} GPUs each makes ${
            gpus * replicas
          } GPUs, and a model may have ${limit} in all: ${
            most > 0 ? `at most ${most} replicas, or fewer` : 'take fewer'
          } GPUs each`,
        },
      ]
    : [];
}

function replicasField({ deployment_config }: PolicySubject['spec']): string {
  return deployment_config?.enable_autoscaling
    ? 'deployment_config.autoscaling_config.max_replicas'
    : 'deployment_config.replicas';
}

function limitQuantity(
  field: string,
  {
    value,
    isAsked,
    limit,
  }: { value: string | undefined; isAsked: boolean; limit: string | undefined },
): FieldProblem[] {
  return value && limit && parseQuantity(value)! > parseQuantity(limit)!
    ? [
        {
          field,
          message: isAsked
            ? `must be at most ${limit}`
            : `must be set to at most ${limit}: without it, ${value} counts`,
        },
      ]
    : [];
}

import type {
  V1Affinity,
  V1NodeSelectorTerm,
  V1Toleration,
} from '@kubernetes/client-node';
import type { DesiredContext, ResolvedGpu } from '../../facts/ResolvedModel';
import { gpuTaintKey } from '../../gpus/vendors/knownVendors';

/** Of the GPUs' taint, then what the user asked for. */
export function buildTolerations({
  spec,
  resolved,
}: Pick<DesiredContext, 'spec' | 'resolved'>): V1Toleration[] | undefined {
  const asked = spec.deployment_config?.tolerations ?? [];
  const tolerations = [
    ...gpuTolerations(resolved.gpu),
    ...asked.map(({ toleration_seconds, ...toleration }) => ({
      ...toleration,
      tolerationSeconds: toleration_seconds,
    })),
  ];
  return tolerations.length > 0 ? tolerations : undefined;
}

function gpuTolerations(gpu: ResolvedGpu | undefined): V1Toleration[] {
  return gpu
    ? [
        {
          key: gpu.taintKey ?? gpuTaintKey(gpu.resourceName),
          operator: 'Exists',
          effect: 'NoSchedule',
        },
      ]
    : [];
}

/**
 * A known need binds the pods to nodes, a guessed one only prefers them, more
 * than what would be liked.
 */
export function buildAffinity(
  gpu: ResolvedGpu | undefined,
): V1Affinity | undefined {
  const { affinity, preference, exclusions = [] } = gpu ?? {};
  // expressions of one term have to match together
  const expressions = [
    ...(affinity?.strength === 'required'
      ? toTerm(affinity).matchExpressions!
      : []),
    ...exclusions.map(({ labelKey, values }) => ({
      key: labelKey,
      operator: 'NotIn',
      values: [...values].sort(),
    })),
  ];
  const required =
    expressions.length > 0 ? [{ matchExpressions: expressions }] : [];
  const preferred = [
    ...(affinity?.strength === 'preferred'
      ? [{ weight: 100, preference: toTerm(affinity) }]
      : []),
    ...(preference ? [{ weight: 50, preference: toTerm(preference) }] : []),
  ];
  if (required.length + preferred.length === 0) {
    return undefined;
  }
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution:
        required.length > 0 ? { nodeSelectorTerms: required } : undefined,
      preferredDuringSchedulingIgnoredDuringExecution:
        preferred.length > 0 ? preferred : undefined,
    },
  };
}

type NodeLabel = { labelKey: string; values: string[] };

function toTerm({ labelKey, values }: NodeLabel): V1NodeSelectorTerm {
  return {
    matchExpressions: [
      { key: labelKey, operator: 'In', values: [...values].sort() },
    ],
  };
}

import type { KeepsAway, LabelSelector } from '../facts/Replica';

/** The part of a pod that says whom it keeps away. */
export type KeepingPod = {
  metadata: { namespace?: string };
  spec?: {
    affinity?: {
      podAntiAffinity?: {
        requiredDuringSchedulingIgnoredDuringExecution?: {
          topologyKey: string;
          labelSelector?: LabelSelector;
          namespaces?: string[];
          namespaceSelector?: LabelSelector;
        }[];
      };
    };
  };
};

/** The label that Kubernetes gives to every namespace. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/**
 * Whom a pod keeps away, once it is there.
 *
 * @remarks Labels of namespaces are not known here: a selector by others than
 * their name is left out.
 */
export function readKeepsAway(
  { metadata: { namespace = '' }, spec }: KeepingPod,
  { modelId }: { modelId?: string } = {},
): KeepsAway[] {
  const terms =
    spec?.affinity?.podAntiAffinity
      ?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.flatMap(({ topologyKey, labelSelector, ...where }) => {
    const scope = readScope(where, namespace);
    return labelSelector && scope
      ? [
          {
            topologyKey,
            selector: labelSelector,
            ...scope,
            ...(modelId && { modelId }),
          },
        ]
      : [];
  });
}

type Where = { namespaces?: string[]; namespaceSelector?: LabelSelector };

function readScope(
  { namespaces = [], namespaceSelector }: Where,
  own: string,
): Pick<KeepsAway, 'namespaces'> | undefined {
  if (!namespaceSelector) {
    return { namespaces: namespaces.length > 0 ? namespaces : [own] };
  }
  const { matchLabels = {}, matchExpressions = [] } = namespaceSelector;
  if (matchExpressions.length === 0 && Object.keys(matchLabels).length === 0) {
    return {};
  }
  const name = matchLabels[NAMESPACE_NAME];
  const isByName =
    name !== undefined &&
    matchExpressions.length === 0 &&
    Object.keys(matchLabels).length === 1;
  const named = [...namespaces, ...(isByName ? [name] : [])];
  return named.length > 0 ? { namespaces: named } : undefined;
}

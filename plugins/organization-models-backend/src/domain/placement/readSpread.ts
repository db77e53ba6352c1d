import type { SpreadRule } from '../facts/Replica';

type LabelSelector = {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
};

/** The part of a pod that says how it stands to others. */
export type SpreadingPod = {
  labels?: Record<string, string>;
  affinity?: {
    podAntiAffinity?: {
      requiredDuringSchedulingIgnoredDuringExecution?: {
        labelSelector?: LabelSelector;
        topologyKey: string;
      }[];
    };
  };
  topologySpreadConstraints?: {
    maxSkew: number;
    topologyKey: string;
    whenUnsatisfiable: string;
    labelSelector?: LabelSelector;
    minDomains?: number;
    nodeAffinityPolicy?: string;
  }[];
};

/**
 * Rules of a pod that count for others of its kind. What it keeps away from
 * besides is not known here.
 */
export function readSpread(pod: SpreadingPod): SpreadRule[] {
  const { labels = {}, affinity, topologySpreadConstraints = [] } = pod;
  const apart =
    affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ??
    [];
  return [
    ...apart
      .filter(({ labelSelector }) => selects(labelSelector, labels))
      .map(({ topologyKey }): SpreadRule => ({ kind: 'apart', topologyKey })),
    ...topologySpreadConstraints
      .filter(
        ({ labelSelector, whenUnsatisfiable }) =>
          whenUnsatisfiable === 'DoNotSchedule' &&
          selects(labelSelector, labels),
      )
      .map(
        ({
          topologyKey,
          maxSkew,
          minDomains,
          nodeAffinityPolicy,
        }): SpreadRule => ({
          kind: 'even',
          topologyKey,
          maxSkew,
          ...(minDomains && { minDomains }),
          ...(nodeAffinityPolicy === 'Ignore' && { ignoresSelector: true }),
        }),
      ),
  ];
}

// a selector that is missing selects nothing, an empty one everything
function selects(
  selector: LabelSelector | undefined,
  labels: Record<string, string>,
): boolean {
  if (!selector) {
    return false;
  }
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return (
    Object.entries(matchLabels).every(
      ([key, value]) => labels[key] === value,
    ) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const label = labels[key];
      switch (operator) {
        case 'In':
          return label !== undefined && values.includes(label);
        case 'NotIn':
          return label === undefined || !values.includes(label);
        case 'Exists':
          return label !== undefined;
        default:
          return label === undefined;
      }
    })
  );
}

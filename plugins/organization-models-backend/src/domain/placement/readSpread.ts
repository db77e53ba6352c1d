import type { LabelSelector, SpreadRule } from '../facts/Replica';
import { selects } from './selects';

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

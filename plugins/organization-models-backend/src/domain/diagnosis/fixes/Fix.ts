import type { NodeFacts } from '../../facts/ClusterFacts';
import type { PodFacts } from '../../facts/ObservedModel';
import type { ResolvedModel, StoredSpec } from '../../facts/ResolvedModel';
import type { GpuConfig } from '../../gpus/gpuConfig';

/** A change that mends it, as a body of PUT. */
export type Fix = { title: string; body: Record<string, unknown> };

/** What a fix is a change of, and where it would have to find room. */
export type Asked = {
  spec: StoredSpec;
  resolved: Pick<
    ResolvedModel,
    | 'cpu'
    | 'engineVersion'
    | 'gpu'
    | 'image'
    | 'memory'
    | 'runtime'
    | 'scaling'
    | 'sharedMemoryBytes'
    | 'startupBudgetSeconds'
    | 'storage'
  >;
  /** Of the cluster; none where nothing is known of it. */
  nodes?: NodeFacts[];
  /** What claims get volumes of; undefined where nothing is known of it. */
  storageClasses?: {
    /** Whether one is chosen for who names none. */
    hasDefault: boolean;
    names: string[];
  };
  /** What accelerators nodes may have; what is known anyway where it is not said. */
  gpus?: GpuConfig;
  /** The model's own, whose room a change gives back; the newest first. */
  pods?: Pick<PodFacts, 'node' | 'requests'>[];
};

/** Computes it of what a pattern found. */
export type MakeFix = (
  found: Record<string, string>,
  asked: Asked,
) => Fix | undefined;

/** A change of `deployment_config`. */
export function inConfig(title: string, config: Record<string, unknown>): Fix {
  return { title, body: { deployment_config: config } };
}

import type { ObservedModel } from '../facts/ObservedModel';
import { BUILT_IN_RUNTIMES } from '../engines/findRuntime';
import { deriveStatus } from './deriveStatus';
import type { DerivedStatus } from './StatusInput';

/**
 * The status of a workload that is not ours: it is as its Deployment says, and
 * one of no replicas is stopped.
 */
export function deriveUnmanagedStatus(
  observed: ObservedModel,
  { reachable, now }: { reachable: boolean; now: Date },
): DerivedStatus {
  const replicas = observed.deployment?.wantedReplicas ?? 0;
  return deriveStatus({
    observed,
    reachable,
    now,
    desiredState: replicas === 0 ? 'stopped' : 'running',
    deletionRequested: observed.deployment?.deleting ?? false,
    generation: 1,
    observedGeneration: 1,
    applyProblems: [],
    resolved: {
      runtime: BUILT_IN_RUNTIMES[0].name,
      scaling: { mode: 'fixed', replicas },
      storage: { kind: 'none' },
      token: { kind: 'none' },
    },
  });
}

import { BUILT_IN_RUNTIMES } from '../engines/findRuntime';
import type { WorkloadFacts } from '../facts/Observation';
import { deriveStatus } from './deriveStatus';
import type { DerivedStatus } from './StatusInput';

/**
 * The status of a workload that is not ours, by the same rules: it is as its
 * numbers and its pods say, and one of no replicas is stopped.
 */
export function deriveUnmanagedStatus(
  workload: WorkloadFacts,
  { now }: { now: Date },
): Pick<DerivedStatus, 'status' | 'reason'> {
  const { wantedReplicas, readyReplicas, unready } = workload;
  const { status, reason } = deriveStatus({
    observed: {
      deployment: {
        name: workload.name,
        uid: workload.uid,
        generation: 1,
        observedGeneration: 1,
        paused: false,
        deleting: false,
        wantedReplicas,
        replicas: wantedReplicas,
        updatedReplicas: wantedReplicas,
        readyReplicas,
        availableReplicas: workload.availableReplicas,
        conditions: workload.conditions ?? [],
      },
      pods: unready?.pods ?? [],
      events: unready?.events ?? [],
      serviceExists: true,
      serviceMonitorExists: true,
    },
    readyReplicas,
    reachable: true,
    now,
    desiredState: wantedReplicas === 0 ? 'stopped' : 'running',
    deletionRequested: false,
    generation: 1,
    observedGeneration: 1,
    applyProblems: [],
    // nobody remembers whether it was complete before
    reached: { complete: readyReplicas > 0 ? 1 : 0 },
    resolved: {
      runtime: BUILT_IN_RUNTIMES[0].name,
      scaling: { mode: 'fixed', replicas: wantedReplicas },
      storage: { kind: 'none' },
      token: { kind: 'none' },
    },
  });
  return { status, reason };
}

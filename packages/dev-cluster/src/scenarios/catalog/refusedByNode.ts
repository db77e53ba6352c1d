import { Scenario } from '../scenario';
import { hasVolume } from './mending';

const TOPOLOGY =
  'Pod was rejected: Resources cannot be allocated with Topology locality';
const OWN_LIMIT =
  'Pod ephemeral local storage usage exceeds the total limit of containers 10Gi. ';

/** As the topology manager of a kubelet (single-numa-node) refuses: before any container is made. */
export const topologyRefused: Scenario = {
  name: 'topology-refused',
  summary:
    'The node refuses the pod for its topology (TopologyAffinityError); so it does with each replacement.',
  steps: [
    {
      name: 'Refused',
      after: { seconds: 1 },
      engine: { waiting: 'ContainerCreating' },
      phase: 'Failed',
      verdict: { reason: 'TopologyAffinityError', message: TOPOLOGY },
      events: [
        {
          type: 'Warning',
          reason: 'TopologyAffinityError',
          message: 'Resources cannot be allocated with Topology locality',
          ofPod: true,
        },
      ],
      log: 'none',
    },
  ],
};

/** The kubelet measures emptyDir volumes about once a minute. */
export const evictedForItsOwnLimit: Scenario = {
  name: 'evicted-own-limit',
  summary:
    'The pod uses more of the disk than its own limit, and is evicted; the node has enough.',
  mended: hasVolume,
  steps: [
    {
      name: 'Evicted',
      after: { seconds: 0.5 },
      engine: { terminated: 'Error', exitCode: 137 },
      phase: 'Failed',
      verdict: { reason: 'Evicted', message: OWN_LIMIT },
      events: [
        { type: 'Warning', reason: 'Evicted', message: OWN_LIMIT, ofPod: true },
      ],
      log: 'none',
    },
  ],
};

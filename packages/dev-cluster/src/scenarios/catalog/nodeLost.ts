import { TEMPLATE_PRELUDE } from '../goTemplate';
import { Scenario } from '../scenario';
import { startStepLogs, startSteps } from './startSteps';

/** After so many seconds without a heartbeat the node controller calls a node lost. */
const FOUND_OUT = 50;

/**
 * How long the node is away, in seconds. The node controller would evict its pods 300 s after it found out; before
 * that, the node is back, or the replacement would take the next node down, and so on.
 */
const AWAY = 80;

/**
 * A kubelet that stops renewing its lease. KWOK leaves a node (though not its pods) alone while someone else holds
 * the lease, and takes it back when it has run out: what happens in between is the real node controller's doing.
 */
const takeLeaseAway = `${TEMPLATE_PRELUDE}
apiVersion: coordination.k8s.io/v1
kind: Lease
metadata:
  name: {{ $node | Quote }}
  namespace: kube-node-lease
spec:
  holderIdentity: nobody-the-node-is-lost
  leaseDurationSeconds: ${AWAY}
`;

export const nodeLost: Scenario = {
  name: 'node-lost',
  summary: `The pod's node is lost for ${AWAY} s, with all that runs on it, and comes back.`,
  steps: [
    ...startSteps,
    {
      name: 'NodeLost',
      after: { failAfter: true },
      engine: { running: 'serving' },
      applies: [takeLeaseAway],
    },
    {
      name: 'NodeBack',
      when: 'not-ready',
      after: { seconds: AWAY - FOUND_OUT + 10 },
      engine: { running: 'serving' },
    },
  ],
  logs: startStepLogs,
};

import { Scenario } from '../scenario';
import { startStepLogs, startSteps } from './startSteps';

const MESSAGE =
  'The node was low on resource: ephemeral-storage. Threshold quantity: 10Gi, available: 6711Mi. Container {container} was using 148Gi, request is 0, has larger consumption of ephemeral-storage. ';

export const evicted: Scenario = {
  name: 'evicted',
  summary:
    'The node runs out of disk and the kubelet evicts the pod; its replacement comes to the same end.',
  steps: [
    ...startSteps,
    {
      name: 'Evicted',
      after: { failAfter: true },
      engine: { terminated: 'Error', exitCode: 137 },
      phase: 'Failed',
      verdict: { reason: 'Evicted', message: MESSAGE },
      conditions: [
        {
          type: 'DisruptionTarget',
          status: 'True',
          reason: 'TerminationByKubelet',
          message: MESSAGE,
        },
      ],
      events: [
        { type: 'Warning', reason: 'Evicted', message: MESSAGE, ofPod: true },
        {
          type: 'Normal',
          reason: 'Killing',
          message: 'Stopping container {container}',
        },
      ],
      log: 'none',
    },
  ],
  logs: startStepLogs,
};

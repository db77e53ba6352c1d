import { Scenario } from '../scenario';

export const unknownScenario: Scenario = {
  name: 'unknown-scenario',
  summary: 'The pod names a scenario that does not exist.',
  chosen: 'by-default',
  steps: [
    {
      name: 'Refused',
      engine: {
        waiting: 'UnknownScenario',
        message: 'no played kubelet knows this scenario',
      },
      events: [
        {
          type: 'Warning',
          reason: 'UnknownScenario',
          message:
            'The scenario named by label, annotation or image is not known: the label dev-cluster/scenario of the pod shows it',
          component: 'dev-cluster',
          ofPod: true,
        },
      ],
      log: 'none',
    },
  ],
};

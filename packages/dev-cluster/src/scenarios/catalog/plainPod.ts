import { Scenario } from '../scenario';

export const plainPod: Scenario = {
  name: 'plain-pod',
  summary: 'A pod that is no model: ready at once.',
  chosen: 'by-default',
  steps: [
    {
      name: 'Running',
      engine: { running: 'serving' },
      log: { current: 'running' },
    },
  ],
  logs: { running: ['started'] },
};

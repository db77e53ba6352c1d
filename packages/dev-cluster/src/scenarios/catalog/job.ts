import { Scenario } from '../scenario';

export const job: Scenario = {
  name: 'job',
  summary: 'A pod of a Job: runs for a moment and completes.',
  chosen: 'by-default',
  steps: [
    {
      name: 'Running',
      engine: { running: 'serving' },
      log: { current: 'running' },
    },
    {
      name: 'Completed',
      after: { seconds: 0.5 },
      engine: { terminated: 'Completed', exitCode: 0 },
      phase: 'Succeeded',
    },
  ],
  logs: { running: ['started', 'done'] },
};

import { Scenario } from '../scenario';
import { startStepLogs, startSteps } from './startSteps';

export const readinessFlapping: Scenario = {
  name: 'readiness-flapping',
  summary:
    'Serving, too busy to answer its probe, serving, and so on; never restarted.',
  steps: [
    ...startSteps,
    {
      name: 'Unready',
      from: ['Serving', 'ServingAgain'],
      after: { failAfter: true },
      engine: { running: 'unready' },
      events: [
        {
          type: 'Warning',
          reason: 'Unhealthy',
          message:
            'Readiness probe failed: Get "http://{podIP}:{port}/health": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
        },
      ],
    },
    {
      name: 'ServingAgain',
      after: { seconds: 2 },
      engine: { running: 'serving' },
    },
  ],
  logs: startStepLogs,
};

import { Scenario } from '../scenario';
import { startStepLogs, startSteps } from './startSteps';

export const slowTermination: Scenario = {
  name: 'slow-termination',
  summary:
    'Serves, and takes its whole grace period to end (an open request, a SIGTERM lost while loading).',
  steps: startSteps,
  logs: startStepLogs,
};

import { Scenario } from '../scenario';
import { servingAgain, startStepLogs, startSteps } from './startSteps';

export const normalStart: Scenario = {
  name: 'normal-start',
  summary: 'The image is pulled, the model is loaded, the replica serves.',
  chosen: 'by-default',
  steps: [...startSteps, servingAgain],
  logs: startStepLogs,
};

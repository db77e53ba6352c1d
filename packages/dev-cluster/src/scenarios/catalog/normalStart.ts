import { Scenario } from '../scenario';
import { startStepLogs, startSteps } from './startSteps';

export const normalStart: Scenario = {
  name: 'normal-start',
  summary: 'The image is pulled, the model is loaded, the replica serves.',
  chosen: 'by-default',
  steps: startSteps,
  logs: startStepLogs,
};

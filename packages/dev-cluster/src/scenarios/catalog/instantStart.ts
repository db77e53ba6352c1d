import { Scenario } from '../scenario';
import { servingAgain } from './startSteps';

export const instantStart: Scenario = {
  name: 'instant-start',
  summary:
    'A model replica that serves at once, in one write and without events: for benchmarks (start-seconds 0).',
  chosen: 'by-default',
  steps: [{ name: 'Serving', engine: { running: 'serving' } }, servingAgain],
};

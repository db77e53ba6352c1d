import { startLogs } from '../engineLog/startLog';
import { Scenario } from '../scenario';
import { restartedEvents, startSteps } from './startSteps';

const deathLines = [
  ...startLogs.serving,
  '(APIServer pid=1) ERROR 11-23 10:09:40 [core_client.py:564] Engine core proc EngineCore_DP0 died unexpectedly, shutting down client.',
  '(APIServer pid=1) ERROR 11-23 10:09:40 [serving_chat.py:1145] vllm.v1.engine.exceptions.EngineDeadError: EngineCore encountered an issue. See stack trace (above) for the root cause.',
  '(APIServer pid=1) INFO:     Shutting down',
  '(APIServer pid=1) INFO:     Application shutdown complete.',
];

export const engineDies: Scenario = {
  name: 'engine-dies',
  summary:
    'A worker process dies while serving: 503 for some seconds, then a clean exit (0) and a restart.',
  steps: [
    ...startSteps,
    {
      name: 'EngineDead',
      from: ['Serving', 'ServingAgain'],
      after: { failAfter: true },
      engine: { running: 'unready' },
      events: [
        {
          type: 'Warning',
          reason: 'Unhealthy',
          message:
            'Readiness probe failed: HTTP probe failed with statuscode: 503',
        },
      ],
      log: { current: 'dead' },
    },
    {
      name: 'Exited',
      after: { seconds: 2 },
      engine: { terminated: 'Completed', exitCode: 0 },
      log: { current: 'dead' },
    },
    {
      name: 'Restarted',
      after: { backOff: true },
      engine: { running: 'loading' },
      restart: true,
      events: restartedEvents,
      log: { current: 'loading', previous: 'dead' },
    },
    {
      name: 'ServingAgain',
      after: { partOfStart: 0.75 },
      engine: { running: 'serving' },
      log: { current: 'serving', previous: 'dead' },
    },
  ],
  logs: { ...startLogs, dead: deathLines },
};

import { Scenario } from '../scenario';
import { pulling, startedEvents } from './startSteps';

export const secretMissing: Scenario = {
  name: 'secret-missing',
  summary:
    'A Secret (or key) named by an environment variable does not exist: CreateContainerConfigError.',
  steps: [
    pulling,
    {
      name: 'ConfigError',
      after: { partOfStart: 0.25 },
      engine: { waiting: 'CreateContainerConfigError', message: '{missing}' },
      events: [
        startedEvents[0],
        { type: 'Warning', reason: 'Failed', message: 'Error: {missing}' },
      ],
    },
  ],
};

export const volumeSecretMissing: Scenario = {
  name: 'volume-secret-missing',
  summary:
    'A Secret behind a volume does not exist: ContainerCreating for ever, and only FailedMount events tell.',
  steps: [
    {
      name: 'Mounting',
      engine: { waiting: 'ContainerCreating' },
      conditions: [
        {
          type: 'PodReadyToStartContainers',
          status: 'False',
          reason: 'null',
          message: '',
        },
      ],
      events: [
        {
          type: 'Warning',
          reason: 'FailedMount',
          message:
            'MountVolume.SetUp failed for volume "{volume}" : {missingInVolume}',
          ofPod: true,
        },
      ],
      log: 'none',
    },
  ],
};

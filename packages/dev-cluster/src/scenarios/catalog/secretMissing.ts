import { Scenario, Step } from '../scenario';
import { pulling, startedEvents } from './startSteps';

const configError: Step = {
  name: 'ConfigError',
  after: { partOfStart: 0.25 },
  engine: { waiting: 'CreateContainerConfigError', message: '{missing}' },
  events: [
    startedEvents[0],
    { type: 'Warning', reason: 'Failed', message: 'Error: {missing}' },
  ],
};

export const secretMissing: Scenario = {
  name: 'secret-missing',
  summary:
    'A Secret (or key) named by an environment variable does not exist: CreateContainerConfigError.',
  steps: [
    pulling,
    configError,
    {
      ...configError,
      name: 'OtherConfigError',
      from: ['ConfigError', 'OtherConfigError'],
      when: 'missing-changed',
      after: { seconds: 0 },
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

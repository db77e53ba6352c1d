import { Scenario, Step } from '../scenario';
import { commandIs } from './mending';
import { pulling, startedEvents } from './startSteps';

const BAD_NAME =
  'Failed to apply default image tag "{image}": couldn\'t parse image name "{image}": invalid reference format';
const noCommand = (command: string) =>
  `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "${command}": executable file not found in $PATH`;

export const invalidImageName: Scenario = {
  name: 'invalid-image-name',
  summary:
    'The image is no reference at all; also where the pod really names such an image.',
  chosen: 'by-default',
  steps: [
    {
      name: 'Refused',
      engine: { waiting: 'InvalidImageName', message: BAD_NAME },
      events: [
        { type: 'Warning', reason: 'InspectFailed', message: BAD_NAME },
        {
          type: 'Warning',
          reason: 'Failed',
          message: 'Error: InvalidImageName',
        },
      ],
      log: 'none',
    },
  ],
};

export const startError: Scenario = {
  name: 'start-error',
  summary: 'The image has no such command: StartError, exit code 128.',
  steps: refusedCommand(noCommand('vllm')),
};

export const wrongCommand: Scenario = {
  name: 'wrong-command',
  summary:
    'As start-error, for as long as the command is another than that of the engine.',
  steps: refusedCommand(noCommand('{command}')),
  mended: commandIs('vllm'),
};

function refusedCommand(message: string): Step[] {
  return [
    pulling,
    {
      name: 'Refused',
      after: { partOfStart: 0.25 },
      engine: { terminated: 'StartError', exitCode: 128, message },
      phase: 'Running',
      events: [
        startedEvents[0],
        startedEvents[1],
        { type: 'Warning', reason: 'Failed', message: `Error: ${message}` },
        {
          type: 'Warning',
          reason: 'BackOff',
          message:
            'Back-off restarting failed container {container} in pod {pod}_{namespace}({uid})',
        },
      ],
    },
  ];
}

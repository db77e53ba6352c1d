import { startLogs } from '../engineLog/startLog';
import { KubeletEvent, Scenario, Step } from '../scenario';

/** The kubelet's events of a container that starts from an image that was just pulled. */
export const startedEvents: readonly KubeletEvent[] = [
  {
    type: 'Normal',
    reason: 'Pulled',
    message:
      'Successfully pulled image "{image}" in 1m12.512s (1m12.512s including waiting). Image size: 9128736512 bytes.',
  },
  { type: 'Normal', reason: 'Created', message: 'Container created' },
  { type: 'Normal', reason: 'Started', message: 'Container started' },
];

/** The same for a container that starts again. */
export const restartedEvents: readonly KubeletEvent[] = [
  {
    type: 'Normal',
    reason: 'Pulled',
    message:
      'Container image "{image}" already present on machine and can be accessed by the pod',
  },
  { type: 'Normal', reason: 'Created', message: 'Container created' },
  { type: 'Normal', reason: 'Started', message: 'Container started' },
];

/** Every replica that loads for longer than one probe period has this one from its own start. */
export const probeRefused: KubeletEvent = {
  type: 'Warning',
  reason: 'Unhealthy',
  message:
    'Startup probe failed: Get "http://{podIP}:{port}/health": dial tcp {podIP}:{port}: connect: connection refused',
};

export const pulling: Step = {
  name: 'Pulling',
  engine: { waiting: 'ContainerCreating' },
  events: [
    { type: 'Normal', reason: 'Pulling', message: 'Pulling image "{image}"' },
  ],
  log: 'none',
};

export const configuring: Step = {
  name: 'Configuring',
  after: { partOfStart: 0.25 },
  engine: { running: 'loading' },
  events: startedEvents,
  log: { current: 'config' },
};

export const loading: Step = {
  name: 'Loading',
  after: { partOfStart: 0.25 },
  engine: { running: 'loading' },
  events: [probeRefused],
  log: { current: 'loading' },
};

export const serving: Step = {
  name: 'Serving',
  after: { partOfStart: 0.5 },
  engine: { running: 'serving' },
  log: { current: 'serving' },
};

/** A node that was thought lost is back, and its kubelet says again what it knows. */
export const servingAgain: Step = {
  name: 'ServingAgain',
  from: ['Serving', 'ServingAgain'],
  when: 'not-ready',
  after: { seconds: 1 },
  engine: { running: 'serving' },
};

/** From the image pull to a replica that serves. */
export const startSteps: readonly Step[] = [
  pulling,
  configuring,
  loading,
  serving,
];

/** The logs that {@link startSteps} name. */
export const startStepLogs: NonNullable<Scenario['logs']> = startLogs;

import { join } from 'node:path';
import { TEMPLATE_PRELUDE } from './goTemplate';
import { Scenario, Step } from './scenario';

/** Builds the Go template of KWOK's `Logs` for the pod; it goes when the pod goes. */
export function buildLogsTemplate(
  scenario: Scenario,
  step: Step,
  directory: string,
): string {
  return `${TEMPLATE_PRELUDE}
apiVersion: kwok.x-k8s.io/v1alpha1
kind: Logs
metadata:
  name: {{ $pod | Quote }}
  namespace: {{ $namespace | Quote }}
  ownerReferences: [{apiVersion: v1, kind: Pod, name: {{ $pod | Quote }}, uid: {{ $uid | Quote }}}]
spec:
  logs: ${logEntries(scenario, step, directory)}
`;
}

function logEntries(
  scenario: Scenario,
  { engine, log, restart }: Step,
  directory: string,
): string {
  if (!log || log === 'none') {
    return '[]';
  }
  const file = (name: string) =>
    JSON.stringify(logFilePath(scenario.name, name, directory));
  const previous = log.previous
    ? `, previousLogsFile: ${file(log.previous)}`
    : '';
  const ended = restart || 'waiting' in engine;
  const restarted = ended ? previous : `{{ if $restarts }}${previous}{{ end }}`;
  const initialized = JSON.stringify(initLogPath(directory));
  return `
  - {containers: [{{ $container }}], logsFile: ${file(log.current)}${restarted}}
  - {logsFile: ${initialized}}`;
}

/** The log of init containers and of what others have put beside the engine. */
export function initLogPath(directory: string): string {
  return join(directory, 'init-containers.log');
}

/** Where the lines of one of a scenario's logs are written. */
export function logFilePath(
  scenario: string,
  log: string,
  directory: string,
): string {
  return join(directory, `${scenario}.${log}.log`);
}

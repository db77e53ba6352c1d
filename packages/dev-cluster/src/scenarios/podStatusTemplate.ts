import { quoteText, TEMPLATE_PRELUDE } from './goTemplate';
import { POSITION_CONDITION } from './podPosition';
import { EngineState, Scenario, Step } from './scenario';

/** Builds the Go template of a pod's status after the step, as a kubelet would report it. */
export function buildPodStatusTemplate(scenario: Scenario, step: Step): string {
  return `${TEMPLATE_PRELUDE}
{{- $since := dict -}}
{{- range .status.conditions }}{{ $_ := set $since (print .type "/" .status) .lastTransitionTime }}{{ end -}}
${engineVariables(step)}
phase: ${phaseOf(step)}
${
  step.verdict
    ? `reason: ${step.verdict.reason}\nmessage: ${quoteText(
        step.verdict.message,
      )}`
    : ''
}
startTime: {{ default $now .status.startTime | Quote }}
${ADDRESSES}
conditions:
- {type: ${POSITION_CONDITION}, status: "True", reason: ${
    step.name
  }, message: ${scenario.name}, lastTransitionTime: {{ $now | Quote }}}
${conditions(step)}
containerStatuses:
${containers(step.engine)}
${INIT_CONTAINERS}`;
}

const ADDRESSES = `{{ $hostIPs := NodeIPsWith .spec.nodeName }}
{{- with $hostIPs }}
hostIP: {{ index . 0 | Quote }}
hostIPs: [{ip: {{ index . 0 | Quote }}}]
{{- end }}
{{- if not .status.podIP }}{{ with PodIPsWith .spec.nodeName (or .spec.hostNetwork false) $uid $pod $namespace }}
podIP: {{ index . 0 | Quote }}
podIPs: [{ip: {{ index . 0 | Quote }}}]
{{- end }}{{ end }}`;

const INIT_CONTAINERS = `{{ with .spec.initContainers }}
initContainerStatuses:
{{- range . }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: {{ .image | Quote }}
  ready: true
  restartCount: 0
  {{- if eq (default "" .restartPolicy) "Always" }}
  started: true
  state: {running: {startedAt: {{ $now | Quote }}}}
  {{- else }}
  started: false
  state: {terminated: {exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }}}}
  {{- end }}
{{- end }}
{{ end }}`;

function phaseOf(step: Step): string {
  if (step.phase) {
    return step.phase;
  }
  if ('waiting' in step.engine) {
    return 'Pending';
  }
  if ('running' in step.engine) {
    return 'Running';
  }
  const ended = step.engine.exitCode === 0 ? 'Succeeded' : 'Failed';
  return `{{ if eq .spec.restartPolicy "Never" }}${ended}{{ else }}Running{{ end }}`;
}

/** $started, $ready, $startedAt, $last and $count of the engine's container. */
function engineVariables(step: Step): string {
  const { started, ready } = probeResults(step.engine);
  const kept =
    'running' in step.engine && !step.restart
      ? '{{- with $before.state }}{{ with .running }}{{ $startedAt = .startedAt }}{{ end }}{{ end -}}'
      : '';
  return `{{- $started := ${started} -}}
{{- $ready := ${ready} -}}
{{- $startedAt := $now -}}
${kept}
{{- $last := default dict $before.lastState -}}
{{- with $before.state }}{{ with .terminated }}{{ $last = dict "terminated" . }}{{ end }}{{ end -}}
{{- $count := ${step.restart ? 'add1 $restarts' : '$restarts'} -}}`;
}

function probeResults(engine: EngineState): { started: string; ready: string } {
  if (!('running' in engine)) {
    return { started: 'false', ready: 'false' };
  }
  switch (engine.running) {
    case 'serving':
      return { started: 'true', ready: 'true' };
    case 'unready':
      return { started: 'true', ready: 'false' };
    default:
      return {
        started: '(not $engine.startupProbe)',
        ready: '(not (or $engine.startupProbe $engine.readinessProbe))',
      };
  }
}

function conditions(step: Step): string {
  const running = 'waiting' in step.engine && !step.phase ? 'False' : 'True';
  const unready = step.phase === 'Failed' ? 'PodFailed' : 'ContainersNotReady';
  const own = (step.conditions ?? []).map(
    ({ type, status, reason, message }) =>
      `- {type: ${type}, status: "${status}", reason: ${reason}, message: ${quoteText(
        message,
      )}, lastTransitionTime: {{ default $now (index $since "${type}/${status}") | Quote }}}`,
  );
  const passed = ['PodReadyToStartContainers', 'Initialized']
    .filter(type => !step.conditions?.some(told => told.type === type))
    .map(
      type =>
        `- {type: ${type}, status: "True", lastTransitionTime: {{ default $now (index $since "${type}/True") | Quote }}}`,
    );
  return [
    ...passed,
    ...['Ready', 'ContainersReady'].map(type => readyCondition(type, unready)),
    ...own,
    `{{ range .spec.readinessGates }}`,
    `- {type: {{ .conditionType | Quote }}, status: "${running}", lastTransitionTime: {{ $now | Quote }}}`,
    `{{ end }}`,
  ].join('\n');
}

function readyCondition(type: string, unready: string): string {
  return `{{- if $ready }}
- {type: ${type}, status: "True", reason: null, message: null, lastTransitionTime: {{ default $now (index $since "${type}/True") | Quote }}}
{{- else }}
- {type: ${type}, status: "False", reason: ${unready}, message: {{ print "containers with unready status: [" $container "]" | Quote }}, lastTransitionTime: {{ default $now (index $since "${type}/False") | Quote }}}
{{- end }}`;
}

function containers(engine: EngineState): string {
  const created = !('waiting' in engine);
  const identity = created
    ? `
  imageID: {{ print $imageRef "@sha256:" (sha256sum $image) | Quote }}
  containerID: {{ print "containerd://" (sha256sum (print $uid $count)) | Quote }}`
    : `
  imageID: ""`;
  return `- name: {{ $container | Quote }}
  image: {{ $image | Quote }}${identity}
  ready: {{ $ready }}
  started: {{ $started }}
  restartCount: {{ $count }}
  lastState: {{ toJson $last }}
  state: ${engineState(engine)}
{{- range $index, $other := .spec.containers }}{{ if $index }}
- name: {{ $other.name | Quote }}
  image: {{ $other.image | Quote }}
  imageID: {{ $other.image | Quote }}
  ready: ${created}
  started: ${created}
  restartCount: 0
  state: ${
    created
      ? '{running: {startedAt: {{ $startedAt | Quote }}}}'
      : '{waiting: {reason: ContainerCreating}}'
  }
{{- end }}{{ end }}`;
}

function engineState(engine: EngineState): string {
  if ('waiting' in engine) {
    const message = engine.message
      ? `, message: ${quoteText(engine.message)}`
      : '';
    return `{waiting: {reason: ${engine.waiting}${message}}}`;
  }
  if ('running' in engine) {
    return '{running: {startedAt: {{ $startedAt | Quote }}}}';
  }
  const message = terminationMessage(engine);
  const began = `{{ $began := $now }}{{ with $before.state }}{{ with .running }}{{ $began = .startedAt }}{{ end }}{{ end }}`;
  return `${began}{terminated: {reason: ${engine.terminated}, exitCode: ${engine.exitCode}, startedAt: {{ $began | Quote }}, finishedAt: {{ $now | Quote }}, containerID: {{ print "containerd://" (sha256sum (print $uid $count)) | Quote }}${message}}}`;
}

function terminationMessage({
  message,
  logTail,
}: {
  message?: string;
  logTail?: string;
}): string {
  if (message) {
    return `, message: ${quoteText(message)}`;
  }
  return logTail
    ? `{{ if eq (default "" $engine.terminationMessagePolicy) "FallbackToLogsOnError" }}, message: ${quoteText(
        logTail,
      )}{{ end }}`
    : '';
}

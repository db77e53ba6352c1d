import { requirement, Stage, toStage } from './compileScenario';
import { buildEventTemplate } from './eventTemplate';
import {
  LEFT_ALONE_EXPRESSION,
  ModelsMode,
  POSITION_CONDITION,
  POSITION_SCENARIO_EXPRESSION,
  REAL_ENGINE,
  SCENARIO_KEY,
  secondsExpression,
  STOPPING,
  stoppingExpression,
  unlabelledExpression,
} from './podPosition';
import { Pace } from './scenario';

/** Scenarios whose pods end only when their grace period is over. */
const ENDING_LATE = ['slow-termination', 'image-pull-hangs'];

/** Scenarios played in few writes: deleting such a pod is one write, too. */
const QUIET = ['plain-pod', 'job', 'instant-start'];

/**
 * The stages that belong to no scenario: the first gives the pod the label that the others look at (a map
 * look-up is what keeps 10,000 pods cheap), the others end it.
 */
export function buildPodStages(pace: Pace, models: ModelsMode): Stage[] {
  return [labelStage(models), killStage(models), deleteStage(pace, models)];
}

function labelStage(models: ModelsMode): Stage {
  const template = `
{{- $name := "" -}}
{{- with .metadata.annotations }}{{ $name = default "" (index . "${SCENARIO_KEY}") }}{{ end -}}
{{- range .spec.containers }}{{ if not $name }}{{ $name = regexFind "scenario-[a-z0-9-]+" .image | trimPrefix "scenario-" | trimSuffix "-" | trunc 63 }}{{ end }}{{ end -}}
{{- if not $name }}{{ $name = "${REAL_ENGINE}" }}{{ end -}}
metadata: {labels: {${SCENARIO_KEY}: {{ $name | Quote }}}}`;
  return toStage('every-pod-label', {
    selector: {
      matchExpressions: [
        requirement('.metadata.deletionTimestamp', 'DoesNotExist'),
        requirement(unlabelledExpression(models), 'In', ['yes']),
      ],
    },
    steps: [{ patch: { template } }],
  });
}

// Where nobody runs them, they end as all others do
function leaveAlone(models: ModelsMode) {
  return models === 'real'
    ? [requirement(LEFT_ALONE_EXPRESSION, 'NotIn', ['yes'])]
    : [];
}

function killStage(models: ModelsMode): Stage {
  const template = `
{{- $scenario := "" -}}
{{- range .status.conditions }}{{ if eq .type "${POSITION_CONDITION}" }}{{ $scenario = .message }}{{ end }}{{ end -}}
conditions: [{type: ${POSITION_CONDITION}, status: "True", reason: ${STOPPING}, message: {{ $scenario | Quote }}, lastTransitionTime: {{ Now | Quote }}}]`;
  const killing = buildEventTemplate({
    type: 'Normal',
    reason: 'Killing',
    message: 'Stopping container {container}',
  });
  return toStage('every-pod-kill', {
    selector: {
      matchExpressions: [
        requirement('.metadata.deletionTimestamp', 'Exists'),
        requirement(stoppingExpression(QUIET), 'In', ['kill']),
        ...leaveAlone(models),
      ],
    },
    steps: [
      { patch: { subresource: 'status', root: 'status', template } },
      { apply: { template: killing, type: 'apply' } },
    ],
  });
}

function deleteStage(pace: Pace, models: ModelsMode): Stage {
  const late = `${JSON.stringify(ENDING_LATE)} | index($s)`;
  const stop = secondsExpression('stop-seconds', pace.stopSeconds);
  const expression =
    `(.metadata.labels["${SCENARIO_KEY}"] // (${POSITION_SCENARIO_EXPRESSION})) as $s | ` +
    `if (${late}) then .metadata.deletionTimestamp else ((${stop} | tostring) + "s") end`;
  return toStage('every-pod-delete', {
    selector: {
      matchExpressions: [
        requirement('.metadata.deletionTimestamp', 'Exists'),
        requirement(stoppingExpression(QUIET), 'In', ['delete']),
        ...leaveAlone(models),
      ],
    },
    delay: { durationMilliseconds: 0, durationFrom: { jq: { expression } } },
    steps: [{ delete: true }],
  });
}

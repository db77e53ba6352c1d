import { buildEventTemplate } from './eventTemplate';
import { buildLogsTemplate } from './logsTemplate';
import {
  defaultScenarioExpression,
  mendedExpression,
  ModelsMode,
  POSITION_EXPRESSION,
  POSITION_SCENARIO_EXPRESSION,
  RESTARTS_EXPRESSION,
  SCENARIO_KEY,
  WHEN_EXPRESSIONS,
} from './podPosition';
import { buildPodStatusTemplate } from './podStatusTemplate';
import { Pace, Scenario, Step } from './scenario';
import { buildStageDelay } from './stageDelay';

/** KWOK's Stage, as far as it is used here. */
export interface Stage {
  apiVersion: 'kwok.x-k8s.io/v1alpha1';
  kind: 'Stage';
  metadata: { name: string };
  spec: { resourceRef: { apiGroup: string; kind: string } } & Record<
    string,
    unknown
  >;
}

/** What compiling needs besides the scenario. */
export interface CompileOptions {
  pace: Pace;
  /** Absolute path of the folder with the log files. */
  directory: string;
  models: ModelsMode;
  /** Every scenario there is. */
  all: readonly Scenario[];
}

/** Turns each step of a scenario into one KWOK stage. */
export function compileScenario(
  scenario: Scenario,
  options: CompileOptions,
): Stage[] {
  return scenario.steps.map((step, index) =>
    toStage(`scenario-${scenario.name}-${toKebabCase(step.name)}`, {
      selector: buildSelector(scenario, index, options),
      delay: step.after && buildStageDelay(step.after, options.pace),
      steps: buildStageSteps(scenario, step, options),
    }),
  );
}

/** Wraps the spec of a stage for pods. */
export function toStage(name: string, spec: Record<string, unknown>): Stage {
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name },
    spec: { resourceRef: { apiGroup: 'v1', kind: 'Pod' }, ...spec },
  };
}

/** One requirement of a stage's selector. */
export function requirement(
  expression: string,
  operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist',
  values?: readonly string[],
) {
  return { jq: { key: expression, operator, ...(values && { values }) } };
}

function buildSelector(
  scenario: Scenario,
  index: number,
  { all, models, pace }: CompileOptions,
) {
  const step = scenario.steps[index];
  const byDefault = scenario.chosen === 'by-default';
  const matchExpressions = [
    requirement('.metadata.deletionTimestamp', 'DoesNotExist'),
    fromPosition(scenario, index),
    ...(byDefault
      ? [
          requirement(
            defaultScenarioExpression(all, { ...pace, models }),
            'In',
            [scenario.name],
          ),
        ]
      : []),
    ...(index === 0 && scenario.mended
      ? [requirement(mendedExpression(scenario), 'NotIn', ['yes'])]
      : []),
    ...(step.when
      ? [requirement(WHEN_EXPRESSIONS[step.when], 'In', ['yes'])]
      : []),
    ...(step.restart ? [requirement(RESTARTS_EXPRESSION, 'In', ['yes'])] : []),
  ];
  return byDefault
    ? { matchExpressions }
    : { matchLabels: { [SCENARIO_KEY]: scenario.name }, matchExpressions };
}

function fromPosition({ name, steps }: Scenario, index: number) {
  if (index === 0) {
    return requirement(POSITION_SCENARIO_EXPRESSION, 'NotIn', [name]);
  }
  const from = steps[index].from ?? [steps[index - 1].name];
  return requirement(
    POSITION_EXPRESSION,
    'In',
    from.map(step => `${name}/${step}`),
  );
}

/** The status goes first: events and logs are refused in a namespace that ends, and must not hold it up. */
function buildStageSteps(
  scenario: Scenario,
  step: Step,
  { directory }: CompileOptions,
) {
  const templates = [
    ...(step.log ? [buildLogsTemplate(scenario, step, directory)] : []),
    ...(step.events ?? []).map(buildEventTemplate),
    ...(step.applies ?? []),
  ];
  return [
    {
      patch: {
        subresource: 'status',
        root: 'status',
        template: buildPodStatusTemplate(scenario, step),
      },
    },
    ...templates.map(template => ({ apply: { template, type: 'apply' } })),
  ];
}

function toKebabCase(name: string): string {
  return name.replace(/\B[A-Z]/g, letter => `-${letter}`).toLowerCase();
}

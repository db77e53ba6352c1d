import { Pace, Scenario } from './scenario';

/** Label (and annotation) that names a pod's scenario. */
export const SCENARIO_KEY = 'dev-cluster/scenario';
/** Why the kubelet cannot create the container, set beside the scenario by whoever looked. */
export const MISSING_ANNOTATION = 'dev-cluster/missing';
/** Type of the pod condition that keeps the scenario (message) and the step (reason) the pod stands at. */
export const POSITION_CONDITION = 'dev-cluster/scenario';

const label = `.metadata.labels["${SCENARIO_KEY}"]`;
const annotation = `.metadata.annotations["${SCENARIO_KEY}"]`;

/** The scenario of pods whose containers run in earnest, which somebody else than KWOK sees to. */
export const REAL_ENGINE = 'real-engine';

/** Whether models without a scenario of their own are played, or run in earnest where their image is vLLM's. */
export type ModelsMode = 'played' | 'real';

/** A container image reference as the runtime parses it (distribution/reference). */
const IMAGE_REFERENCE =
  '^([a-zA-Z0-9.-]+(:[0-9]+)?/)?' +
  '[a-z0-9]+((\\\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\\\.|_|__|-+)[a-z0-9]+)*)*' +
  '(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[a-f0-9]{64})?$';

/**
 * jq: the scenario of a pod that names none, or `named`. Every stage asks this or the label for one exact
 * value, so that two scenarios can never match one pod.
 */
export function defaultScenarioExpression(
  all: readonly Scenario[],
  { models, ...pace }: Pace & { models: ModelsMode },
): string {
  const byDefault = all.filter(({ chosen }) => chosen === 'by-default');
  const names = (list: readonly Scenario[]) =>
    JSON.stringify(list.map(({ name }) => name));
  const start = `(if ${secondsExpression(
    'start-seconds',
    pace.startSeconds,
  )} == 0 then "instant-start" else "normal-start" end)`;
  const mended = all
    .filter(scenario => scenario.mended)
    .map(
      scenario =>
        `elif $l == "${scenario.name}" and ${mendedExpression(
          scenario,
        )} == "yes" then ($pod | ${start})`,
    )
    .join(' ');
  return `
    if ${label} then (. as $pod | ${label} as $l |
      if (${names(byDefault)} | index($l)) then $l
      ${mended}
      elif (${names(all)} | index($l)) then "named"
      else "unknown-scenario" end)
    elif ${annotation} then "named"
    elif ([.spec.containers[].image | select(test("scenario-[a-z0-9]"))] | length) > 0 then "named"
    elif ([.metadata.ownerReferences[]?.kind] | index("Job")) then "job"
    ${models === 'real' ? `elif ${IS_REAL} then "named"` : ''}
    elif (.metadata.labels["model.aibrix.ai/name"] // (.spec.containers[0].image | test("vllm") | if . then . else null end)) then
      (if (.spec.containers[0].image | test("${IMAGE_REFERENCE}") | not) then "invalid-image-name"
       else ${start} end)
    else "plain-pod" end`
    .replace(/\s+/g, ' ')
    .trim();
}

/** jq: `yes` for a pod of a scenario that has been mended. */
export function mendedExpression({ mended }: Scenario): string {
  return `(if (try (${
    mended ?? 'false'
  }) catch false) then "yes" else "no" end)`;
}

/** jq: whether the pod's first container is vLLM. */
const IS_REAL = `(.spec.containers[0].image | test("vllm") and test("${IMAGE_REFERENCE}"))`;

/** jq: `yes` for a pod that names a scenario, but not yet by the label the stages look at. */
export function unlabelledExpression(models: ModelsMode): string {
  const isReal = models === 'real' ? `elif ${IS_REAL} then "yes" ` : '';
  return (
    `if ${label} then "no" elif ${annotation} then "yes" ` +
    `elif ([.spec.containers[].image | select(test("scenario-[a-z0-9]"))] | length) > 0 then "yes" ${isReal}else "no" end`
  );
}

/** jq: `yes` for a pod that KWOK is to keep its hands off, also when it ends. */
export const LEFT_ALONE_EXPRESSION = `if ${label} == "${REAL_ENGINE}" then "yes" else "no" end`;

/**
 * jq: what to do with a pod that is being deleted. `kill` tells of it first; pods played in one write (and such
 * without a running container) are deleted straight away.
 */
export function stoppingExpression(quiet: readonly string[]): string {
  return (
    `(${POSITION_SCENARIO_EXPRESSION}) as $s | ` +
    `if .status.containerStatuses[0].state.running and (${JSON.stringify([
      'none',
      ...quiet,
    ])} | index($s) | not) ` +
    `and (${POSITION_EXPRESSION} | endswith("/${STOPPING}") | not) then "kill" else "delete" end`
  );
}

/** The step of a pod whose container was told to stop. */
export const STOPPING = 'Stopping';

/** jq: `<scenario>/<step>`, or `none` for a pod no step was taken with. */
export const POSITION_EXPRESSION = `[.status.conditions[]? | select(.type == "${POSITION_CONDITION}") | .message + "/" + .reason] | first // "none"`;

/** jq: the scenario of the position, or `none`. */
export const POSITION_SCENARIO_EXPRESSION = `[.status.conditions[]? | select(.type == "${POSITION_CONDITION}") | .message] | first // "none"`;

/** jq: `yes` where the further requirement of a step is met. */
export const WHEN_EXPRESSIONS = {
  'not-ready':
    'if [.status.conditions[]? | select(.type == "Ready" and .status == "False")] | length > 0 then "yes" else "no" end',
  'missing-changed':
    `.metadata.annotations["${MISSING_ANNOTATION}"] as $missing | ` +
    'if $missing and .status.containerStatuses[0].state.waiting.message != $missing then "yes" else "no" end',
} as const;

/** jq: `yes` where the kubelet would start the ended container again. */
export const RESTARTS_EXPRESSION =
  'if .spec.restartPolicy == "Always" then "yes" ' +
  'elif .spec.restartPolicy == "Never" then "no" ' +
  'elif .status.containerStatuses[0].state.terminated.exitCode == 0 then "no" else "yes" end';

/** jq: a number of seconds from the pod's annotation `dev-cluster/<name>`, or the cluster's own. */
export function secondsExpression(name: string, seconds: number): string {
  return `(try (.metadata.annotations["dev-cluster/${name}"] | tonumber) catch ${seconds})`;
}

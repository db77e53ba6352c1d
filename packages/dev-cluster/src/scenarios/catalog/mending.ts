/*
 * jq over a pod: what mends a failure in earnest, so that scenarios can look at the pod first. One whose answer is
 * true, and no error, is mended.
 */

const ENGINE = '.spec.containers[0]';

/** The arguments of the engine. */
const ARGUMENTS = `([${ENGINE} | .command[]?, .args[]?])`;

/** The engine is given an argument. */
export function hasArgument(argument: string): string {
  return `${ARGUMENTS} | index("${argument}")`;
}

/** The engine is given none of some arguments. */
export function lacksArguments(...given: string[]): string {
  return `${ARGUMENTS} - ${JSON.stringify(given)} == ${ARGUMENTS}`;
}

/** What follows an option fulfils a condition, in which it is `$value`. */
export function optionIs(option: string, condition: string): string {
  return `${ARGUMENTS} as $all | ($all | index("${option}")) as $at | $at != null and ($all[$at + 1] as $value | ${condition})`;
}

/** The context of the engine is not longer than it has room for. */
export function contextAtMost(tokens: number): string {
  return optionIs('--max-model-len', `($value | tonumber) <= ${tokens}`);
}

/** The engine has more memory than it was killed with. */
export function memoryAbove(gibibytes: number): string {
  return `(${ENGINE}.resources.limits.memory | rtrimstr("Gi") | tonumber) > ${gibibytes}`;
}

/** The engine has at least so many GPUs. */
export function gpusAtLeast(count: number): string {
  return `(${ENGINE}.resources.limits["nvidia.com/gpu"] // "0" | tonumber) >= ${count}`;
}

/** The shared memory has room; what it may grow to is told in Mi or Gi. */
export function sharedMemoryAtLeast(mebibytes: number): string {
  return `([.spec.volumes[] | select(.emptyDir.medium == "Memory") | .emptyDir.sizeLimit | if endswith("Gi") then (rtrimstr("Gi") | tonumber * 1024) else (rtrimstr("Mi") | tonumber) end] | max) >= ${mebibytes}`;
}

/** The model lies in a volume of its own, rather than on the node's disk. */
export const hasVolume =
  '[.spec.volumes[] | select(.persistentVolumeClaim or .ephemeral)] | length > 0';

/** The engine has longer to start, in seconds. */
export function startBudgetAbove(seconds: number): string {
  return `(${ENGINE}.startupProbe | .periodSeconds * .failureThreshold) > ${seconds}`;
}

/** The engine is started by a command. */
export function commandIs(command: string): string {
  return `${ENGINE}.command[0] == "${command}"`;
}

/** The engine has a token for the model hub. */
export const hasToken = `[${ENGINE}.env[]?.name] | index("HF_TOKEN")`;

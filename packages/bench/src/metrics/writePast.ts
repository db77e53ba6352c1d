import { findRuntime, namesOf } from '../backend';

const EVERY_SECONDS = 15;
const BOUNDS = [
  ...['0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1.0', '2.5', '5.0'],
  ...['10.0', '30.0', '60.0', '+Inf'],
];
const REASONS = ['stop', 'length', 'abort', 'error'];

/**
 * What engines of a model would have told Prometheus until now, in the format of
 * OpenMetrics: every metric that the portal asks for, of each pod.
 */
export function writePast(
  model: { namespace: string; name: string },
  options: { pods: number; hours: number; now: number },
): string {
  const { pods, hours, now } = options;
  const steps = (hours * 3_600) / EVERY_SECONDS;
  const end = Math.floor(now / 1000);
  const lines: string[] = [];
  const write = (name: string, labels: string, slope: number) => {
    for (let step = 0; step <= steps; step++) {
      const time = end - (steps - step) * EVERY_SECONDS;
      lines.push(`${name}{${labels}} ${(step * slope).toFixed(3)} ${time}`);
    }
  };
  for (const name of namesOf(findRuntime('vllm').metrics)) {
    for (let pod = 0; pod < pods; pod++) {
      const labels = [
        `namespace="${model.namespace}"`,
        `model_aibrix_ai_name="${model.name}"`,
        `pod="${model.name}-${pod}"`,
        `model_name="${model.name}"`,
      ].join();
      for (const [more, slope] of seriesOf(name)) {
        write(name, `${labels}${more}`, slope);
      }
    }
  }
  return [...lines, '# EOF', ''].join('\n');
}

/** Further labels, and by how much a series grows. */
function seriesOf(name: string): [labels: string, slope: number][] {
  if (name.endsWith('_bucket')) {
    return BOUNDS.map((le, index) => [`,le="${le}"`, index + 1]);
  }
  return name.startsWith('vllm:request_success')
    ? REASONS.map((reason, index) => [
        `,finished_reason="${reason}"`,
        4 - index,
      ])
    : [['', name.endsWith('_total') ? 100 : 0.001]];
}

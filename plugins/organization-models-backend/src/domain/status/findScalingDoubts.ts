import type { Finding } from '../diagnosis/Finding';
import { makeFinding } from '../diagnosis/makeFinding';
import { findRuntime } from '../engines/findRuntime';
import type { StatusFacts } from './StatusInput';

/**
 * An autoscaler that follows a metric which the engine's version calls
 * something else: it sees nothing and stays at its lower end, without a word.
 */
export function findScalingDoubts({
  resolved,
  desiredState,
  isApplied,
}: Pick<StatusFacts, 'resolved' | 'desiredState' | 'isApplied'>): Finding[] {
  const { scaling, engineVersion } = resolved;
  if (scaling.mode !== 'autoscaled' || desiredState !== 'running') {
    return [];
  }
  const { targetMetric } = scaling;
  const metric = nowCalled(targetMetric, resolved);
  return metric && isApplied
    ? [
        makeFinding('ScalingMetricRenamed', {
          message: `The autoscaler follows ${targetMetric}, which version ${engineVersion} of the engine calls ${metric}: it stays at ${scaling.minReplicas} replicas.`,
          found: { metric },
          evidence: [
            {
              source: 'status',
              object: 'PodAutoscaler',
              text: `targetMetric: ${targetMetric}`,
            },
          ],
        }),
      ]
    : [];
}

// of an image that does not tell, the newest version is only supposed
function nowCalled(
  metric: string,
  { runtime, image, engineVersion }: StatusFacts['resolved'],
): string | undefined {
  const engine = findRuntime(runtime);
  const isKnown = image && engine.readImage(image).engineVersion !== undefined;
  return isKnown && engineVersion
    ? engine.renamedMetric(metric, engineVersion)
    : undefined;
}

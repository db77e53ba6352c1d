import type { Manifest } from '../facts/ResolvedModel';
import { Build, buildMetadata } from './buildMetadata';

// the one that AIBrix reads since 0.5; its samples still show a dead one
const SCALE_DOWN_ANNOTATION =
  'autoscaling.aibrix.ai/scale-down-cooldown-window';

/**
 * AIBrix's autoscaler, also while the model is stopped: it leaves a Deployment
 * of no replicas alone. Without its definition it is wanted all the same, so
 * that whoever looks at the model is told what is missing.
 *
 * @remarks Strategy APA: KPA divides a per-pod average by the target. AIBrix
 * 0.7 refuses more than one metrics source.
 */
export function buildPodAutoscaler(build: Build): Manifest | undefined {
  const { context, runtime } = build;
  const { scaling } = context.resolved;
  if (scaling.mode !== 'autoscaled') {
    return undefined;
  }
  const metadata = buildMetadata(build);
  return {
    apiVersion: 'autoscaling.aibrix.ai/v1alpha1',
    kind: 'PodAutoscaler',
    metadata: {
      ...metadata,
      annotations: {
        ...metadata.annotations,
        [SCALE_DOWN_ANNOTATION]: scaling.scaleDownDelay,
      },
    },
    spec: {
      scaleTargetRef: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: context.spec.name,
      },
      minReplicas: scaling.minReplicas,
      maxReplicas: scaling.maxReplicas,
      scalingStrategy: 'APA',
      metricsSources: [
        {
          metricSourceType: 'pod',
          protocolType: 'http',
          port: String(runtime.endpoints.port),
          path: runtime.endpoints.metrics,
          targetMetric: scaling.targetMetric,
          targetValue: scaling.targetValue,
        },
      ],
    },
  };
}

import type {
  V1PodSecurityContext,
  V1PodTemplateSpec,
} from '@kubernetes/client-node';
import type { ResolvedModel } from '../../facts/ResolvedModel';
import { buildContainer } from './buildContainer';
import { Build, buildLabels } from '../buildMetadata';
import { buildAffinity, buildTolerations } from './buildPlacement';
import { buildVolumes } from './buildVolumes';
import { buildWeightsContainer } from './buildWeightsContainer';
import { OWNER_ANNOTATIONS, podSelector } from '../../ownership/ownership';

// the user of current vLLM images; older ones have only root, so that HOME and
// USER are set, too
const SECURITY: V1PodSecurityContext = {
  runAsNonRoot: true,
  runAsUser: 2000,
  runAsGroup: 0,
  fsGroup: 0,
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
};

/** The template of a model's pods; it passes the restricted security level. */
export function buildPodTemplate(build: Build): V1PodTemplateSpec {
  const { context, runtime } = build;
  const { podSettings, resolved, spec } = context;
  const { imagePullSecrets } = podSettings;
  const annotations = { ...podSettings.annotations, ...restartOf(resolved) };
  const weights = buildWeightsContainer(build);
  return {
    metadata: {
      labels: {
        ...podSettings.labels,
        ...buildLabels(build),
        ...podSelector(context),
        ...context.origin?.podLabels,
      },
      annotations: isEmpty(annotations) ? undefined : annotations,
    },
    spec: {
      // variables of a Service named vllm break the engine
      enableServiceLinks: false,
      automountServiceAccountToken: false,
      securityContext: SECURITY,
      terminationGracePeriodSeconds:
        runtime.drainOf(resolved).gracePeriodSeconds,
      imagePullSecrets:
        imagePullSecrets.length > 0
          ? imagePullSecrets.map(name => ({ name }))
          : undefined,
      runtimeClassName: podSettings.runtimeClassName,
      priorityClassName: podSettings.priorityClassName,
      nodeSelector: spec.deployment_config?.node_selector,
      tolerations: buildTolerations(context),
      affinity: buildAffinity(resolved.gpu),
      initContainers: weights && [weights],
      containers: [buildContainer(build)],
      volumes: buildVolumes(context),
    },
  };
}

function restartOf({ restartedBy }: ResolvedModel): Record<string, string> {
  return restartedBy === undefined
    ? {}
    : { [OWNER_ANNOTATIONS.restartedBy]: String(restartedBy) };
}

function isEmpty(record: Record<string, string>): boolean {
  return Object.keys(record).length === 0;
}

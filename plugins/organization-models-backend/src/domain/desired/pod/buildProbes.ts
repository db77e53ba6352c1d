import type { V1Container, V1Probe } from '@kubernetes/client-node';
import type { ResolvedModel } from '../../facts/ResolvedModel';
import type { ModelRuntime } from '../../engines/ModelRuntime';

const STARTUP_PERIOD_SECONDS = 10;
/**
 * For an engine that a probe ends: it does not answer, so that there are no
 * requests to wait for.
 */
const KILL_SECONDS = 10;

/**
 * Probes of the engine's container. A slow load is never killed within its
 * budget: the others begin only when the startup probe has passed. A serving
 * engine is killed after a minute without an answer.
 */
export function buildProbes(
  { startupBudgetSeconds }: ResolvedModel,
  { endpoints }: ModelRuntime,
): Pick<V1Container, 'startupProbe' | 'readinessProbe' | 'livenessProbe'> {
  const health: V1Probe = {
    httpGet: { path: endpoints.health, port: 'http' },
    timeoutSeconds: 5,
  };
  const killing: V1Probe = {
    ...health,
    terminationGracePeriodSeconds: KILL_SECONDS,
  };
  return {
    startupProbe: {
      ...killing,
      periodSeconds: STARTUP_PERIOD_SECONDS,
      failureThreshold: Math.ceil(
        startupBudgetSeconds / STARTUP_PERIOD_SECONDS,
      ),
    },
    readinessProbe: { ...health, periodSeconds: 5, failureThreshold: 3 },
    livenessProbe: { ...killing, periodSeconds: 15, failureThreshold: 4 },
  };
}

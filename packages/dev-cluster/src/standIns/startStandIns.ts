import { autoscalePods } from './operators/autoscalePods';
import { installOperators } from './operators/installOperators';
import { judgeRoutes } from './operators/judgeRoutes';
import { routeModels } from './operators/routeModels';
import { connectStandIns } from './cluster/StandInCluster';
import { EnginesOptions, serveEngines } from './engine/serveEngines';
import { lookUpSecrets } from './kubelet/lookUpSecrets';
import { playRealPods } from './realPods/playRealPods';
import { RealNodeOptions } from './realPods/RealNode';

export interface StandInsOptions {
  /** Runs vLLM's pods in earnest; the cluster's scenarios have to leave them alone (`models: 'real'`). */
  readonly realNode?: RealNodeOptions;
  /** The engines in ready model pods. */
  readonly engines?: EnginesOptions;
  /** The operators' installations and controllers. Default: true. */
  readonly operators?: boolean;
  /** Between two looks of the autoscaler, in seconds. Default: 10, as AIBrix's. */
  readonly autoscaleSeconds?: number;
  /** Told of what goes wrong; the stand-ins go on. Default: a warning on the console. */
  readonly onError?: (what: string, error: unknown) => void;
}

/** Stand-ins at work. */
export interface StandIns {
  /** Ends watches, servers and controllers. What they wrote into the cluster stays. */
  stop(): Promise<void>;
}

/** Starts all stand-ins that act inside a cluster; resolves when each has seen what is there. */
export async function startStandIns(
  { kubeconfig }: { kubeconfig: string },
  options: StandInsOptions = {},
): Promise<StandIns> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const cluster = connectStandIns(kubeconfig, {
    signal,
    onError: options.onError ?? warn,
  });
  try {
    const { realNode } = options;
    const engines = await serveEngines(cluster, {
      ...options.engines,
      leavesReal: realNode !== undefined,
    });
    await lookUpSecrets(cluster);
    if (realNode) {
      await playRealPods(cluster, realNode);
    }
    if (options.operators ?? true) {
      await installOperators(cluster);
      await routeModels(cluster);
      await judgeRoutes(cluster);
      await autoscalePods(cluster, {
        readLoad: engines.readLoad,
        resyncSeconds: options.autoscaleSeconds,
      });
    }
  } catch (error) {
    stopping.abort();
    throw error;
  }
  return { stop: async () => stopping.abort() };
}

function warn(what: string, error: unknown): void {
  // eslint-disable-next-line no-console -- a tool of developers has no other log
  console.warn(`stand-in: ${what} failed:`, error);
}

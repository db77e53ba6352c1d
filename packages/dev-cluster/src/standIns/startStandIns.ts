import { autoscalePods } from './operators/autoscalePods';
import { installOperators } from './operators/installOperators';
import { judgeRoutes } from './operators/judgeRoutes';
import { routeModels } from './operators/routeModels';
import { connectStandIns } from './cluster/StandInCluster';
import { EnginesOptions, serveEngines } from './engine/serveEngines';
import { lookUpSecrets } from './kubelet/lookUpSecrets';

export interface StandInsOptions {
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
    const engines = await serveEngines(cluster, options.engines);
    await lookUpSecrets(cluster);
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
  // eslint-disable-next-line no-console
  console.warn(`stand-in: ${what} failed:`, error);
}

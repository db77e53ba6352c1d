import path from 'node:path';
import type { Knex } from 'knex';
import {
  CPU_ENVIRONMENT,
  type DevCluster,
  type Hub,
  installVllm,
  startCluster,
  startHub,
  startStandIns,
} from '@orgmodels/dev-cluster';
import { ModelsDriver } from '../../../__testUtils__/ModelsDriver';
import {
  startPortal,
  type TestPortal,
} from '../../../__testUtils__/startPortal';

/** A portal whose models are run by the real vLLM, with weights of a hub that has them. */
export interface RealEngines {
  readonly cluster: DevCluster;
  readonly hub: Hub;
  /** The folder of the node: what runs there, its logs and volumes. */
  readonly node: string;
  readonly portal: TestPortal;
  readonly models: ModelsDriver;
  stop(): Promise<void>;
}

/**
 * Starts all of it.
 *
 * @param options - `hubFolders`: of models beside the small one that is real
 */
export async function startRealEngines(
  knex: Knex,
  options: { hubFolders?: string[]; enginesAtATime?: number } = {},
): Promise<RealEngines> {
  const { hubFolders = [], enginesAtATime } = options;
  const { programs, models: folder } = await installVllm({
    onProgress: () => undefined,
  });
  const hub = await startHub({ modelsDirectories: [folder, ...hubFolders] });
  const cluster = await startCluster({ scenarios: { models: 'real' } });
  const node = path.join(cluster.directory, 'real-node');
  const standIns = await startStandIns(cluster, {
    realNode: {
      programs,
      environment: { ...CPU_ENVIRONMENT, HF_ENDPOINT: hub.url },
      directory: node,
      backOffSeconds: 2,
      enginesAtATime,
    },
  });
  const portal = await startPortal({
    kubeconfig: cluster.kubeconfig,
    knex,
    config: { hub: { url: hub.url } },
  });
  const models = new ModelsDriver(() => portal.as('acme-engineer'));
  await models.waitUntilReady();
  return {
    cluster,
    hub,
    node,
    portal,
    models,
    async stop() {
      await portal.stop();
      await standIns.stop();
      await cluster.stop();
      await hub.stop();
    },
  };
}

import type { BenchContext } from '../BenchContext';
import { AskedProcess } from '../portal/AskedProcess';
import { API, BenchPortal } from '../portal/BenchPortal';
import { buildBenchModel } from '../seed/buildBenchModel';
import { openBenchDatabase, seedModels } from '../seed/openBenchDatabase';
import type { Endpoint } from './streamChat';

/** An address of this machine at which the port of engines is free. */
const POD_ADDRESS = '127.86.76.77';
const ENGINE_PORT = 8_000;

export type Inference = {
  /** Asked without anything between. */
  engine: Endpoint;
  ours: Endpoint;
  portal: BenchPortal;
};

/**
 * A portal with one model that is ready, and its engine. The portal reaches the
 * pod at its address, as one inside of the cluster does.
 */
export async function startInference(
  context: BenchContext,
): Promise<Inference> {
  const engine = await AskedProcess.start('../inference/runEngine.ts', {
    args: [POD_ADDRESS, String(ENGINE_PORT)],
    directory: await context.makeDirectory(),
  });
  context.closeAfter(() => engine.kill());
  const database = await openBenchDatabase(context, 'PostgreSQL');
  const model = buildBenchModel(0);
  const portal = await BenchPortal.start(context, {
    database: database.config,
    config: {
      controller: { enabled: false },
      clusters: [
        {
          name: model.cluster,
          url: 'http://127.0.0.1:9',
          serviceAccountToken: 'none',
          podAccess: 'direct',
        },
      ],
    },
  });
  await seedModels(database, [model]);
  await database.stores.observations.save(
    model.cluster,
    [{ modelId: model.id, observation: observe(model.name) }],
    new Date().toISOString(),
  );
  const { secret } = await portal.call(`${API}/keys`, {
    method: 'POST',
    body: { name: 'bench' },
    expect: 201,
  });
  return {
    engine: {
      url: `http://${POD_ADDRESS}:${ENGINE_PORT}/v1`,
      key: 'none',
      model: model.name,
    },
    ours: {
      url: `${portal.url}${API}/openai/v1`,
      key: secret,
      model: model.name,
    },
    portal,
  };
}

function observe(name: string) {
  return {
    objects: [],
    model: {
      pods: [
        {
          name: `${name}-0`,
          uid: `${name}-0`,
          namespace: 'models',
          createdAt: '2026-01-01T00:00:00Z',
          deleting: false,
          phase: 'Running',
          address: POD_ADDRESS,
          ready: true,
          requests: {},
          containers: [],
          initContainers: [],
        },
      ],
      events: [],
      serviceExists: true,
      serviceMonitorExists: true,
    },
  };
}

import { setTimeout as delay } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import { waitFor } from '@orgmodels/dev-cluster';
import type { BenchContext } from '../BenchContext';
import { LivePods } from '../cluster/LivePods';
import type { Figure } from '../Figure';
import { BenchPortal } from '../portal/BenchPortal';
import type { Work } from '../portal/runBackend';
import { buildBenchModel } from '../seed/buildBenchModel';
import { Fleet } from '../seed/Fleet';
import {
  type BenchDatabase,
  openBenchDatabase,
} from '../seed/openBenchDatabase';

/** How much more CPU time still counts as none: what the measuring varies by. */
const TOLERANCE = 1.3;
const LIVE = 'live';

type Stage = {
  portal: BenchPortal;
  database: BenchDatabase;
  pods: LivePods;
  pod: V1Pod;
};

export const workPerChange: Figure = {
  name: 'work-per-change',
  title: 'Work per status change, 5,000 models against 100',
  against: 'itself with 100 models',
  target: `does not grow (≤ ${TOLERANCE}×)`,
  method:
    "With PostgreSQL. One pod's readiness changes again and again, each time until the model's row has the new status. Statements, requests to the cluster and CPU time of the backend's process are counted, and what the idle backend takes in as much time is taken off.",
  async run(context) {
    const cluster = await context.startCluster({ scenarios: false });
    const database = await openBenchDatabase(context, 'PostgreSQL');
    const portal = await BenchPortal.start(context, {
      database: database.config,
      kubeconfig: cluster.kubeconfig,
    });
    const clients = cluster.clients();
    const pods = new LivePods(clients);
    const stage = {
      portal,
      database,
      pods,
      pod: await startLive(portal, pods),
    };
    const fleet = new Fleet(clients, database);
    const sizes = context.choose([100, 1_000, 5_000], [10, 50, 100]);
    const works: Work[] = [];
    for (const size of sizes) {
      await fleet.growTo(size);
      await untilQuiet(portal);
      works.push(await measure(stage, context));
      context.log(`${size} models: ${JSON.stringify(works.at(-1))}`);
    }
    return (['statements', 'clusterRequests', 'cpuMs'] as const).map(kind => {
      const [least, most] = [works[0][kind], works.at(-1)![kind]];
      const value = least === most ? 1 : most / Math.max(least, 0.1);
      return {
        variant: {
          statements: 'database statements',
          clusterRequests: 'requests to the cluster',
          cpuMs: 'CPU time',
        }[kind],
        value,
        unit: '×' as const,
        reached: value <= TOLERANCE,
        details: Object.fromEntries(
          sizes.map((size, index) => [
            `${size} models${kind === 'cpuMs' ? ', ms' : ''}`,
            works[index][kind],
          ]),
        ),
      };
    });
  },
};

async function startLive(portal: BenchPortal, pods: LivePods): Promise<V1Pod> {
  await portal.post({
    ...buildBenchModel(0).spec,
    name: LIVE,
    requirements: { cpu: '100m', memory: '1Gi' },
    deployment_config: { gpu_count: 0 },
  });
  return pods.findPod(LIVE);
}

/** @returns per change */
async function measure(stage: Stage, context: BenchContext): Promise<Work> {
  const changes = context.choose(60, 6);
  await change(stage, 4);
  await delay(2_000);
  const idle = await workOf(stage.portal, () => delay(10_000));
  const busy = await workOf(stage.portal, () => change(stage, changes));
  const per = (kind: keyof Work) => {
    const alone = (idle.work[kind] * busy.ms) / idle.ms;
    return Math.max(0, (busy.work[kind] - alone) / changes);
  };
  return {
    statements: per('statements'),
    clusterRequests: per('clusterRequests'),
    cpuMs: per('cpuMs'),
  };
}

async function workOf(portal: BenchPortal, during: () => Promise<unknown>) {
  const before = await portal.readWork();
  const begun = performance.now();
  await during();
  const after = await portal.readWork();
  return {
    ms: performance.now() - begun,
    work: {
      statements: after.statements - before.statements,
      clusterRequests: after.clusterRequests - before.clusterRequests,
      cpuMs: after.cpuMs - before.cpuMs,
    },
  };
}

// Asks the database, so that GET is no part of the work
async function change({ pods, pod, database }: Stage, times: number) {
  for (let time = 0; time < times; time++) {
    const ready = time % 2 === 0;
    await pods.setReady(pod, ready);
    await waitFor(
      'the status in the database',
      async () => {
        const row = await database
          .knex('models')
          .where({ name: LIVE })
          .first('status');
        return (row.status === 'running') === ready;
      },
      { timeoutMs: 20_000, intervalMs: 20 },
    );
    // What follows a change – events, a second pass – is part of its work
    await delay(400);
  }
}

/** Waits until the backend has seen all models and has nothing to do. */
async function untilQuiet(portal: BenchPortal): Promise<void> {
  await waitFor(
    'the backend to be idle',
    async () => {
      const { work } = await workOf(portal, () => delay(2_000));
      return work.statements < 60;
    },
    { timeoutMs: 180_000, intervalMs: 0 },
  );
}

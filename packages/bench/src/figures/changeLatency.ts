import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '@orgmodels/dev-cluster';
import { LivePods } from '../cluster/LivePods';
import type { Figure } from '../Figure';
import { API, BenchPortal } from '../portal/BenchPortal';
import { buildBenchModel } from '../seed/buildBenchModel';
import { Fleet } from '../seed/Fleet';
import { openBenchDatabase } from '../seed/openBenchDatabase';
import { summarize, timed } from '../statistics';

/** Models whose pods change. */
const LIVE = 5;
const GET_INTERVAL_MS = 10;

export const changeLatency: Figure = {
  name: 'change-latency',
  title: 'A change in the cluster until GET shows it, p95',
  against: '–',
  target: '< 1 s',
  method:
    "With 1,000 models and PostgreSQL. A pod's readiness is written as a kubelet would; from then on GET of its model asks every 10 ms until its `status` is another. The time that the API server and the controllers of Kubernetes take is in it.",
  async run(context) {
    const cluster = await context.startCluster({ scenarios: false });
    const database = await openBenchDatabase(context, 'PostgreSQL');
    const portal = await BenchPortal.start(context, {
      database: database.config,
      kubeconfig: cluster.kubeconfig,
    });
    const clients = cluster.clients();
    await new Fleet(clients, database).growTo(context.choose(1_000, 50));
    const live = await startLive(portal, new LivePods(clients));
    const times: number[] = [];
    for (let round = 0; round < context.choose(24, 4); round++) {
      for (const model of live) {
        const ready = round % 2 === 0;
        times.push(await timed(() => model.show(ready)));
        // Changes do not come in step with what the portal does
        await delay(Math.random() * 100);
      }
    }
    const summary = summarize(times);
    return [
      {
        variant: 'PostgreSQL',
        value: summary.p95 / 1000,
        unit: 's',
        reached: summary.p95 < 1_000,
        details: { 'until visible, ms': summary },
      },
    ];
  },
};

async function startLive(portal: BenchPortal, pods: LivePods) {
  const live = [];
  for (let index = 0; index < LIVE; index++) {
    const name = `live-${index}`;
    const { model } = await portal.post({
      ...buildBenchModel(0).spec,
      name,
      requirements: { cpu: '100m', memory: '1Gi' },
      deployment_config: { gpu_count: 0 },
    });
    const pod = await pods.findPod(name);
    live.push({
      async show(ready: boolean) {
        await pods.setReady(pod, ready);
        await untilStatus(portal, model.id, ready);
      },
    });
  }
  return live;
}

async function untilStatus(portal: BenchPortal, id: string, ready: boolean) {
  await waitFor(
    `the status of ${id}`,
    async () => {
      const { model } = await portal.call(`${API}/${id}`);
      return (model.status === 'running') === ready;
    },
    { timeoutMs: 20_000, intervalMs: GET_INTERVAL_MS },
  );
}

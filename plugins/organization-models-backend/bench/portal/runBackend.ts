import { createBackend } from '@backstage/backend-defaults';
import { countWork, readWork } from './countWork';

/*
 * A real backend in a process of its own, with its config on the command line:
 * see BenchPortal. Tells over IPC when it is ready, and what it costs.
 */

export type Question = { id: number; ask: 'memory' | 'work' };

/** Bytes, after garbage was collected. */
export type Memory = { rss: number; heap: number; external: number };

/** Since the process began; `cpuMs` of user and system. */
export type Work = {
  statements: number;
  clusterRequests: number;
  cpuMs: number;
};

const answers = {
  memory(): Memory {
    // Twice: what finalizers let go of is free after the second
    global.gc?.();
    global.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    return { rss, heap: heapUsed, external };
  },
  work: (): Work => readWork(),
};

process.on('message', ({ id, ask }: Question) => {
  if (answers[ask]) {
    process.send?.({ id, answer: answers[ask]() });
  }
});
process.once('disconnect', () => process.exit());

countWork();
const backend = createBackend();
backend.add(import('../../src/index'));
if (process.env.BENCH_CATALOG) {
  backend.add(import('@backstage/plugin-catalog-backend'));
  backend.add(
    import(
      '@orgmodels/backstage-plugin-catalog-backend-module-organization-models'
    ),
  );
}
backend.start().then(
  () => process.send?.({ ready: true }),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);

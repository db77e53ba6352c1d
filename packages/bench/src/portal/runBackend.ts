import { createBackend } from '@backstage/backend-defaults';
import { answerMemory } from './answerMemory';
import { countWork, readWork } from './countWork';

/*
 * A real backend in a process of its own, with its config on the command line:
 * see BenchPortal. Tells over IPC when it is ready, and what it costs.
 */

/** Since the process began; `cpuMs` of user and system. */
export type Work = {
  statements: number;
  clusterRequests: number;
  cpuMs: number;
};

const ANSWERS: Record<string, () => unknown> = {
  memory: answerMemory,
  work: readWork,
};

process.on('message', ({ id, ask }: { id: number; ask: string }) => {
  if (ANSWERS[ask]) {
    process.send?.({ id, answer: ANSWERS[ask]() });
  }
});
process.once('disconnect', () => process.exit());

countWork();
const backend = createBackend();
backend.add(import('@orgmodels/backstage-plugin-organization-models-backend'));
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

import { availableParallelism } from 'node:os';
import path from 'node:path';
import { installVllm, startCluster } from '@orgmodels/dev-cluster';
import { withPostgres } from './withPostgres';
import { Counts } from './Counts';
import { ensurePip } from './ensurePip';
import { readJson } from './readJson';
import { JestReport, readJestCounts } from './readReportCounts';
import { runCommand } from './runCommand';
import { TestContext } from './TestPart';

const integration = '\\.integration\\.test\\.tsx?$';
const engine = '\\.engine\\.test\\.ts$';

/** What is to hold on every version of Kubernetes; other tests need what newer ones have. */
const olderIntegration = 'integration/kubernetes/.*\\.integration\\.test\\.ts$';

/** Backstage's test utilities would otherwise take a database for available whose container they can start. */
const withoutContainers = { BACKSTAGE_TEST_DISABLE_DOCKER: '1' };

/** Each worker takes up to 1 GB. */
const unitWorkers = Math.min(4, availableParallelism());

/** These tests wait for a control plane half of the time, and keep two processors busy the other half. */
const integrationWorkers = Math.max(2, Math.floor(availableParallelism() / 2));

/** Runs every `*.test.ts(x)` that needs neither cluster nor database server. */
export function runUnitTests(context: TestContext): Promise<Counts> {
  const args = [
    '--testPathIgnorePatterns',
    '/node_modules/',
    integration,
    engine,
    `--maxWorkers=${unitWorkers}`,
  ];
  return runJest('unit', { ...context, args, env: withoutContainers });
}

/** Runs every `*.integration.test.ts(x)` on SQLite, a real PostgreSQL and real control planes. */
export async function runIntegrationTests(
  context: TestContext,
): Promise<Counts> {
  const { workspace, signal } = context;
  const older = process.env.ORGANIZATION_MODELS_KUBERNETES;
  // Of the light engine, which some of them talk to
  await ensurePip({ checkout: workspace.checkout, signal });
  if (!older) {
    await context.steps.run('cluster template ready', makeClusterTemplate);
  }
  return withPostgres(context, connectionString =>
    runJest('integration', {
      ...context,
      args: [
        '--testPathPatterns',
        older ? olderIntegration : integration,
        `--maxWorkers=${integrationWorkers}`,
      ],
      env: {
        BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING: connectionString,
        ...withoutContainers,
      },
    }),
  );
}

/** Runs every `*.engine.test.ts` on the real vLLM: one after the other, as an engine wants the machine for itself. */
export async function runEngineTests(context: TestContext): Promise<Counts> {
  const { workspace, steps, signal } = context;
  await ensurePip({ checkout: workspace.checkout, signal });
  await steps.run('vLLM ready', () =>
    installVllm({ onProgress: line => steps.note(`… ${line}`), signal }),
  );
  return runJest('engine', {
    ...context,
    args: ['--testPathPatterns', engine, '--runInBand'],
    env: withoutContainers,
  });
}

/** The first cluster of a machine takes longer than a test waits for one. */
async function makeClusterTemplate(): Promise<void> {
  const cluster = await startCluster({ nodes: 'none', scenarios: false });
  await cluster.stop();
}

async function runJest(
  name: string,
  options: TestContext & { args: string[]; env: Record<string, string> },
): Promise<Counts> {
  const { workspace, args, env, signal } = options;
  const reportFile = path.join(workspace.directory, `${name}.json`);
  const exitCode = await runCommand(
    [
      'yarn',
      'run',
      'backstage-cli',
      'repo',
      'test',
      '--ci',
      ...args,
      '--json',
      `--outputFile=${reportFile}`,
    ],
    // Without CI, the Backstage CLI would watch the files.
    { cwd: workspace.checkout, env: { ...env, CI: 'true' }, signal },
  );
  return readJestCounts(readJson<JestReport>(reportFile), { exitCode });
}

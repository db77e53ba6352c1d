import { setTimeout as delay } from 'node:timers/promises';
import { DevError } from '../DevError';
import {
  markProcesses,
  stopMarkedProcesses,
} from '../processes/markedProcesses';
import {
  Portal,
  PortalOptions,
  apiUrl,
  portalUrl,
  startPortal,
} from '../portal/startPortal';
import { portalAnswers } from '../portal/waitUntilReady';
import { requireFreePort } from '../portal/requireFreePort';
import { watchHealth } from '../portal/watchHealth';
import {
  PortalFacts,
  RunState,
  claimRun,
  readRunState,
  clearRunState,
  updateRunState,
} from '../run/RunState';
import { Steps } from '../Steps';
import { Workspace, developmentWorkspace } from '../Workspace';
import { printWelcome } from './printWelcome';
import { stopOnSignals } from './stopOnSignals';
import { startInBackground } from './startInBackground';

/** Options of `./dev up`. */
export interface UpOptions {
  port: number;
  database: PortalOptions['database'];
  clusterSize: PortalOptions['clusterSize'];
  engine: PortalOptions['engine'];
  kubeconfig?: string;
  nodes?: string;
  hubModels?: string;
  replays?: string;
  detach?: boolean;
  inspect?: boolean;
  steps: Steps;
}

/** How long what was killed may take to come back, in milliseconds. */
const mendingMs = 120_000;

/** How far the API's port lies above the portal's. */
const apiPortOffset = 4007;

/** Starts the portal and keeps it running until the user or `./dev down` ends it. */
export async function up(options: UpOptions): Promise<number> {
  const workspace = developmentWorkspace;
  if (options.kubeconfig && options.engine === 'vllm') {
    throw new DevError(
      'The real vLLM runs in our own cluster only: leave out --engine vllm or --kubeconfig.',
    );
  }
  if (options.kubeconfig && options.replays) {
    throw new DevError(
      'Logs are played in our own cluster only: leave out --replays or --kubeconfig.',
    );
  }
  const other = readRunState(workspace.directory);
  if (other) {
    await sayItRuns(other);
    return 0;
  }
  return options.detach
    ? await startInBackground(workspace, options)
    : await runPortal(workspace, options);
}

async function runPortal(
  workspace: Workspace,
  options: UpOptions,
): Promise<number> {
  const { directory } = workspace;
  const portalOptions = toPortalOptions(options);
  const other = claimRun(directory, { portal: describe(portalOptions) });
  if (other) {
    await sayItRuns(other);
    return 0;
  }
  const stopping = stopOnSignals(directory);
  let portal: Portal | undefined;
  try {
    await clearPath(workspace, { ...portalOptions, steps: options.steps });
    markProcesses(directory);
    portal = await startPortal(workspace, {
      ...portalOptions,
      steps: options.steps,
      signal: stopping,
    });
    await printWelcome(portal, { signal: stopping });
    updateRunState(directory, {
      phase: 'ready',
      portal: { ...describe(portalOptions), kubeconfig: portal.kubeconfig },
    });
    await watchHealth(portal.parts, {
      signal: stopping,
      tell: options.steps.note,
    });
    return 0;
  } catch (error) {
    if (stopping.aborted) {
      return 130;
    }
    throw error;
  } finally {
    updateRunState(directory, { phase: 'stopping' });
    await portal?.stop();
    await stopMarkedProcesses(directory);
    clearRunState(directory);
  }
}

function toPortalOptions(options: UpOptions): PortalOptions {
  const { port, database, clusterSize, kubeconfig, inspect } = options;
  const { engine, nodes, hubModels, replays } = options;
  return {
    portalPort: port,
    apiPort: port + apiPortOffset,
    database,
    clusterSize,
    engine,
    kubeconfig,
    nodes,
    hubModels,
    replays,
    inspect,
  };
}

function describe(options: PortalOptions): PortalFacts {
  return {
    portalUrl: portalUrl(options),
    apiUrl: apiUrl(options),
    database: options.database,
  };
}

/** Ends what a killed run left behind, then looks whether the ports are free. */
async function clearPath(
  { directory }: Workspace,
  options: PortalOptions & { steps: Steps },
): Promise<void> {
  const leftovers = await stopMarkedProcesses(directory);
  if (leftovers > 0) {
    options.steps.note(
      `✓ ended ${leftovers} processes that an earlier, killed run had left behind`,
    );
  }
  await requireFreePort(options.portalPort, { purpose: 'the portal' });
  await requireFreePort(options.apiPort, { purpose: 'the API' });
}

// Whatever was killed is started again by the process that minds it
async function sayItRuns(other: RunState): Promise<void> {
  const { phase, portal, supervisor } = other;
  if (phase !== 'ready' || !portal) {
    throw new DevError(
      `Another ./dev up is ${phase} in this checkout (process ${supervisor.pid}): wait for it, or end it with ./dev down.`,
    );
  }
  const deadline = Date.now() + mendingMs;
  let isTold = false;
  while (!(await portalAnswers(portal))) {
    if (Date.now() > deadline) {
      throw new DevError(
        `The portal at ${portal.portalUrl} runs (process ${supervisor.pid}) and does not answer: ./dev logs tells why, ./dev down and ./dev up begin anew.`,
      );
    }
    if (!isTold) {
      process.stdout.write(
        'It runs already, but does not answer: what was killed is started again …\n',
      );
    }
    isTold = true;
    await delay(1_000);
  }
  process.stdout.write(
    `It runs already: ${portal.portalUrl}. ./dev down stops it.\n`,
  );
}

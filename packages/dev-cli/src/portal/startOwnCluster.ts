import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
import {
  CPU_ENVIRONMENT,
  DevCluster,
  RealNodeOptions,
  TokenSource,
  VllmFiles,
  applyNodes,
  installLightEngine,
  readNodeFile,
  readReplays,
  startCluster,
  startLightEngine,
  startStandIns,
} from '@orgmodels/dev-cluster';
import { DevError } from '../DevError';
import { Steps } from '../Steps';
import { Workspace, logDirectory } from '../Workspace';
import { Closer } from './Closer';
import { PortalOptions } from './startPortal';

/** Where our own cluster of a size keeps its data from one run to the next. */
export function clusterDirectory(
  { directory }: Workspace,
  { clusterSize }: Pick<PortalOptions, 'clusterSize'>,
): string {
  const older = process.env.ORGANIZATION_MODELS_KUBERNETES;
  // What a newer API server has stored an older one cannot read
  const name = older ? `${clusterSize}-${older}` : clusterSize;
  return path.join(directory, 'cluster', name);
}

/** The cluster's kubeconfig file, known before the cluster is there. */
export function clusterKubeconfig(
  workspace: Workspace,
  options: Pick<PortalOptions, 'clusterSize'>,
): string {
  return path.join(clusterDirectory(workspace, options), 'kubeconfig');
}

/** Starts the development cluster, or goes on with the one of an earlier run, with the stand-ins at work in it. */
export async function startOwnCluster(
  workspace: Workspace,
  options: Pick<PortalOptions, 'clusterSize' | 'nodes' | 'replays'> & {
    steps: Steps;
    signal: AbortSignal;
    closer: Closer;
    onAddressed(): void;
    hubUrl: string;
    vllm?: VllmFiles;
  },
): Promise<void> {
  const { clusterSize, steps, signal, closer, onAddressed } = options;
  const { nodes, replays } = readGivenFiles(options);
  await steps.run('cluster ready', async () => {
    const cluster = closer.add(
      await startCluster({
        directory: clusterDirectory(workspace, options),
        nodes: clusterSize,
        disableQpsLimits: clusterSize === 'large',
        onProgress: line => steps.note(`… ${line}`),
        scenarios: {
          models: options.vllm ? 'real' : 'played',
          further: replays,
        },
        onAddressed,
        signal,
      }),
    );
    await applyNodes(cluster.clients(), nodes);
    closer.add(
      await startStandIns(cluster, {
        ...(options.vllm
          ? { realNode: buildRealNode(cluster, options.vllm, options) }
          : { engines: { source: await startEngine(options) } }),
        onError: openStandInLog(workspace),
      }),
    );
  });
}

function readGivenFiles(given: Pick<PortalOptions, 'nodes' | 'replays'>) {
  try {
    return {
      nodes: given.nodes ? readNodeFile(given.nodes) : [],
      replays: given.replays ? readReplays(given.replays) : [],
    };
  } catch (error) {
    // What is wrong with a file of the user is no fault of ours that needs a stack
    throw new DevError((error as Error).message);
  }
}

function buildRealNode(
  { directory }: DevCluster,
  { programs }: VllmFiles,
  { hubUrl }: { hubUrl: string },
): RealNodeOptions {
  return {
    programs,
    environment: { ...CPU_ENVIRONMENT, HF_ENDPOINT: hubUrl },
    directory: path.join(directory, 'real-node'),
  };
}

/** A small real model; without one the engines make their words up, which the user is told. */
async function startEngine(options: {
  steps: Steps;
  signal: AbortSignal;
  closer: Closer;
}): Promise<TokenSource | undefined> {
  const { steps, signal, closer } = options;
  try {
    const files = await installLightEngine({
      onProgress: line => steps.note(`… ${line}`),
      signal,
    });
    return closer.add(await startLightEngine(files));
  } catch (error) {
    signal.throwIfAborted();
    steps.note(
      `! models make their words up: the small real model cannot be had, since ${
        (error as Error).message
      }`,
    );
    return undefined;
  }
}

/** What goes wrong in a stand-in is not the portal's trouble; whoever misses its work looks here. */
function openStandInLog(
  workspace: Workspace,
): (what: string, error: unknown) => void {
  const logFile = path.join(logDirectory(workspace), 'stand-ins.log');
  mkdirSync(path.dirname(logFile), { recursive: true });
  writeFileSync(logFile, '');
  return (what, error) =>
    appendFileSync(
      logFile,
      `${new Date().toISOString()} ${what} failed: ${inspect(error)}\n`,
    );
}

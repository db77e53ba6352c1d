import path from 'node:path';
import { startCluster } from '../../cluster/startCluster';
import { startStandIns } from '../../standIns';
import { Steps } from '../Steps';
import { Workspace } from '../Workspace';
import { Closer } from './Closer';
import { PortalOptions } from './startPortal';

/** Where our own cluster of a size keeps its data from one run to the next. */
export function clusterDirectory(
  { directory }: Workspace,
  { clusterSize }: Pick<PortalOptions, 'clusterSize'>,
): string {
  return path.join(directory, 'cluster', clusterSize);
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
  options: Pick<PortalOptions, 'clusterSize'> & {
    steps: Steps;
    signal: AbortSignal;
    closer: Closer;
  },
): Promise<void> {
  const { clusterSize, steps, signal, closer } = options;
  await steps.run('cluster ready', async () => {
    const cluster = closer.add(
      await startCluster({
        directory: clusterDirectory(workspace, options),
        nodes: clusterSize,
        disableQpsLimits: clusterSize === 'large',
        onProgress: line => steps.note(`… ${line}`),
        signal,
      }),
    );
    closer.add(await startStandIns(cluster, { onError: tellOnce(steps) }));
  });
}

/** A stand-in that fails does so again and again. */
function tellOnce(steps: Steps): (what: string, error: unknown) => void {
  const told = new Set<string>();
  return (what, error) => {
    const sentence = `stand-in: ${what} failed: ${(error as Error).message}`;
    if (!told.has(sentence)) {
      told.add(sentence);
      steps.note(sentence);
    }
  };
}

import { Steps } from '../Steps';
import { Workspace } from '../Workspace';
import { Closer } from './Closer';
import { requireReachableCluster } from './requireReachableCluster';
import { PortalOptions } from './startPortal';
import { WatchedPart } from './watchHealth';

/** What backend and web app stand on. */
export interface Ground {
  kubeconfig: string;
  parts: WatchedPart[];
}

/** Starts the cluster, the database and the stand-in hub that the portal is configured with. */
export async function startGround(
  _workspace: Workspace,
  options: PortalOptions & {
    steps: Steps;
    signal: AbortSignal;
    closer: Closer;
  },
): Promise<Ground> {
  const kubeconfig = await requireReachableCluster(options.kubeconfig!);
  return { kubeconfig, parts: [] };
}

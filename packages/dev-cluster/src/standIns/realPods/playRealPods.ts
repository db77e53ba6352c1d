import { mkdirSync } from 'node:fs';
import { V1Pod } from '@kubernetes/client-node';
import pLimit from 'p-limit';
import { REAL_ENGINE, SCENARIO_KEY } from '../../scenarios/podPosition';
import { StandInCluster } from '../cluster/StandInCluster';
import { watchObjects } from '../cluster/watchObjects';
import { RealNode, RealNodeOptions } from './RealNode';
import { RealPod } from './RealPod';

const POD = { apiVersion: 'v1', kind: 'Pod', plural: 'pods' };

/** Runs the pods that are marked for it until the cluster's signal aborts. */
export async function playRealPods(
  cluster: StandInCluster,
  options: RealNodeOptions,
): Promise<void> {
  const node: RealNode = { ...options, cluster };
  const { enginesAtATime = 1 } = options;
  mkdirSync(node.directory, { recursive: true });
  const pods = new Map<string, RealPod>();
  const inTurn = pLimit(enginesAtATime);
  let count = 0;
  const follow = async (pod: V1Pod) => {
    const uid = pod.metadata?.uid ?? '';
    const known = pods.get(uid);
    if (known) {
      known.update(pod);
    } else if (isOurs(pod)) {
      const made = new RealPod(pod, node, addressOf(count++));
      pods.set(uid, made);
      begin(made, pod);
    }
  };
  const begin = (made: RealPod, pod: V1Pod) => {
    if (inTurn.activeCount >= enginesAtATime) {
      made.wait().catch(error => cluster.onError('a waiting pod', error));
    }
    made.update(pod);
    inTurn(() => made.play()).catch(error =>
      cluster.onError(`playing pod ${pod.metadata?.name}`, error),
    );
  };
  cluster.signal.addEventListener(
    'abort',
    () => pods.forEach(pod => pod.kill()),
    { once: true },
  );
  await watchObjects<V1Pod>(cluster, POD, {
    added: follow,
    changed: follow,
    removed: ({ metadata }) => {
      pods.get(metadata?.uid ?? '')?.kill();
      pods.delete(metadata?.uid ?? '');
    },
  });
}

/** Whether the pod was given to a node, to be really run. */
function isOurs({ metadata, spec }: V1Pod): boolean {
  return (
    metadata?.labels?.[SCENARIO_KEY] === REAL_ENGINE &&
    spec?.nodeName !== undefined
  );
}

// None that kwok gives
function addressOf(index: number): string {
  return `10.245.${Math.floor(index / 250) % 250}.${(index % 250) + 1}`;
}

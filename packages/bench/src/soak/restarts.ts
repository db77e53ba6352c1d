import { setTimeout as delay } from 'node:timers/promises';
import { startPostgres } from '@orgmodels/dev-cluster';
import type { SoakHouse } from './SoakFaults';

/** How long something is away that is stopped, in milliseconds. */
export const AWAY_MS = 3_000;

export async function restartApiServer(house: SoakHouse): Promise<void> {
  const { faults } = house.cluster;
  await faults.stop('kube-apiserver');
  await delay(AWAY_MS);
  await faults.start('kube-apiserver');
  await restartKubelets(house);
}

/**
 * Has the played kubelets look at all their pods anew, as real ones do all the time,
 * so that what is wrong still is not theirs.
 * KWOK tries a step of a pod again only where nobody answered, in time or for want of
 * capacity; after any other failure the pod stays as it is.
 *
 * @see https://github.com/kubernetes-sigs/kwok/blob/v0.8.0/pkg/kwok/controllers/utils.go `shouldRetry`
 */
export async function restartKubelets({ cluster }: SoakHouse): Promise<void> {
  const { faults } = cluster;
  await faults.stop('kwok-controller');
  await faults.start('kwok-controller');
}

export async function restartPostgres(house: SoakHouse): Promise<void> {
  const { postgres, directory } = house;
  await postgres.stop();
  await delay(AWAY_MS);
  house.postgres = await startPostgres({ directory, port: postgres.port });
}

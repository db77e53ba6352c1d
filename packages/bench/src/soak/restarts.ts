import { setTimeout as delay } from 'node:timers/promises';
import { startPostgres } from '@orgmodels/dev-cluster';
import type { SoakHouse } from './SoakFaults';

/** How long something is away that is stopped, in milliseconds. */
export const AWAY_MS = 3_000;

export async function restartApiServer({ cluster }: SoakHouse): Promise<void> {
  const { faults } = cluster;
  await faults.stop('kube-apiserver');
  await delay(AWAY_MS);
  await faults.start('kube-apiserver');
  // A kubelet lists its pods anew; KWOK may miss what happened meanwhile
  await faults.stop('kwok-controller');
  await faults.start('kwok-controller');
}

export async function restartPostgres(house: SoakHouse): Promise<void> {
  const { postgres, directory } = house;
  await postgres.stop();
  await delay(AWAY_MS);
  house.postgres = await startPostgres({ directory, port: postgres.port });
}

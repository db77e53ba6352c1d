import { startPostgres } from '@orgmodels/dev-cluster';
import type { BenchContext } from '../BenchContext';
import { BenchPortal } from '../portal/BenchPortal';
import type { SoakHouse } from './SoakFaults';

/** Two backends on one PostgreSQL server, and a cluster that they reach by a relay. */
export async function buildHouse(context: BenchContext): Promise<SoakHouse> {
  const cluster = await context.startCluster({
    nodes: 'large',
    scenarios: { startSeconds: 1, failAfterSeconds: 1, backOffSeconds: 2 },
  });
  const relay = await cluster.openRelay();
  const directory = await context.makeDirectory();
  const postgres = await startPostgres({ directory, whenOwnerDies: 'delete' });
  const house: SoakHouse = {
    cluster,
    relay,
    postgres,
    directory,
    portals: [],
  };
  // Another one by then, if it was restarted
  context.closeAfter(() => house.postgres.stop());
  const begin = () =>
    BenchPortal.start(context, {
      database: { client: 'pg', connection: postgres.connectionString },
      kubeconfig: relay.kubeconfig,
    });
  house.portals = [await begin(), await begin()];
  return house;
}

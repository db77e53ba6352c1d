import knexFactory from 'knex';
import { startPortal } from './startPortal';

/*
 * The test portal in a process of its own: see PortalProcess. Tells its URL
 * when it listens, and ends with the process that started it.
 */

/** What it is started with, as JSON. */
export type PortalProcessOptions = {
  kubeconfig: string;
  /** Of PostgreSQL. */
  connection: string;
};

async function main({ kubeconfig, connection }: PortalProcessOptions) {
  const knex = knexFactory({ client: 'pg', connection });
  const { url } = await startPortal({ kubeconfig, knex });
  process.send?.({ url });
}

process.once('disconnect', () => process.exit());

main(JSON.parse(process.argv[2])).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});

import knexFactory from 'knex';
import { startPortal } from './startPortal';

/** What a portal in a process of its own is started with, as JSON. */
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

// It must not outlive the test
process.once('disconnect', () => process.exit());

main(JSON.parse(process.argv[2])).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});

import { ClusterClients } from '../../clients';
import { waitFor } from '../../testing/waitFor';

const kinds = [
  'stages',
  'logs',
  'clusterlogs',
  'portforwards',
  'clusterportforwards',
];

/**
 * Waits until the resources by which kwok is told what to play can be read and written.
 *
 * @remarks
 * A ready API server opens the storage of a custom resource on the first request for it, and answers 429 "storage is
 * (re)initializing" meanwhile. Opening all of them takes 15 s of a processor, so those of the operators are left.
 * Whole lists are asked for, since one with a limit is answered past the cache that is being filled.
 */
export async function waitUntilKwokServed(
  clients: ClusterClients,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const look = (plural: string) =>
    clients.custom.listClusterCustomObject({
      group: 'kwok.x-k8s.io',
      version: 'v1alpha1',
      plural,
    });
  await Promise.all(
    kinds.map(plural =>
      waitFor(`${plural} to be served`, () => look(plural), {
        ...options,
        timeoutMs: 60_000,
      }),
    ),
  );
}

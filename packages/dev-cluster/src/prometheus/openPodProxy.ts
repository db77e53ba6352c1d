import { once } from 'node:events';
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClusterClients } from '../clients';
import { findTargets } from './findTargets';

interface PortForward {
  spec: {
    forwards: {
      ports?: number[];
      target?: { address: string; port: number };
    }[];
  };
}

/**
 * Leads to the engines of pods by the pods' addresses, which nothing on this machine has. Itself it tells, at
 * `/targets/<namespace>`, which pods there are.
 */
export async function openPodProxy(
  clients: ClusterClients,
): Promise<{ url: string; close(): void }> {
  const known = new Map<string, { address: string; port: number }>();
  const find = async (host: string, port: number) => {
    const key = `${host}:${port}`;
    const target = known.get(key) ?? (await findTarget(clients, host, port));
    if (target) {
      known.set(key, target);
    }
    return target;
  };
  const server = createServer(async (asked, response) => {
    const { hostname, port, pathname } = new URL(asked.url ?? '', 'http://own');
    if (hostname === 'own') {
      await tellTargets(clients, pathname, response);
      return;
    }
    const target = await find(hostname, Number(port)).catch(() => undefined);
    if (!target) {
      refuse(response);
      return;
    }
    const { address: host, port: at } = target;
    request({ host, port: at, path: pathname }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    })
      .on('error', () => {
        known.delete(`${hostname}:${port}`);
        refuse(response);
      })
      .end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function tellTargets(
  clients: ClusterClients,
  pathname: string,
  response: ServerResponse,
): Promise<void> {
  const namespace = pathname.split('/').at(-1) ?? '';
  const targets = await findTargets(clients, namespace).catch(() => undefined);
  if (!targets) {
    refuse(response);
    return;
  }
  response
    .writeHead(200, { 'Content-Type': 'application/json' })
    .end(JSON.stringify(targets));
}

function refuse(response: ServerResponse): void {
  response.writeHead(502).end();
}

/** Where the played kubelet's port-forward leads. */
async function findTarget(
  { core, custom }: ClusterClients,
  podIP: string,
  port: number,
) {
  const { items } = await core.listPodForAllNamespaces({
    fieldSelector: `status.podIP=${podIP}`,
  });
  for (const { metadata } of items) {
    const { spec } = (await custom.getNamespacedCustomObject({
      group: 'kwok.x-k8s.io',
      version: 'v1alpha1',
      plural: 'portforwards',
      namespace: metadata?.namespace ?? '',
      name: metadata?.name ?? '',
    })) as PortForward;
    const found = spec.forwards.find(({ ports }) => ports?.includes(port));
    if (found?.target) {
      return found.target;
    }
  }
  return undefined;
}

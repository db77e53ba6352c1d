import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { Stoppable } from '../portal/Closer';
import { PackedPackage } from './packPackages';

/** Long enough ago for a portal that takes no package in its first days. */
const publishedAt = '2026-01-01T00:00:00.000Z';

/** Serves packages as an npm registry does, so that a guide's `yarn add` is run as it stands. */
export async function serveRegistry(
  packages: PackedPackage[],
): Promise<Stoppable & { url: string }> {
  const server = createServer((request, response) => {
    const route = decodeURIComponent(request.url ?? '');
    const wanted = packages.find(({ manifest }) =>
      [`/${manifest.name}`, archiveRoute(manifest)].includes(
        route.replace(/-[\d.]+\.tgz$/, ''),
      ),
    );
    if (!wanted) {
      response.writeHead(404).end();
    } else if (route.endsWith('.tgz')) {
      response.end(wanted.archive);
    } else {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(describePackage(wanted, url)));
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function archiveRoute({ name }: PackedPackage['manifest']): string {
  return `/${name}/-/${name.split('/')[1]}`;
}

function describePackage({ manifest, archive }: PackedPackage, url: string) {
  const version = versionOf({ manifest, archive });
  const tarball = `${url}${archiveRoute(manifest)}-${version}.tgz`;
  return {
    name: manifest.name,
    'dist-tags': { latest: version },
    time: {
      created: publishedAt,
      modified: publishedAt,
      [version]: publishedAt,
    },
    versions: { [version]: { ...manifest, version, dist: { tarball } } },
  };
}

/**
 * Within `^0.1.0`, as the packages name each other, and another one for other content: Yarn keeps what it has fetched
 * by name and version, and would install an earlier run's.
 */
function versionOf({ manifest, archive }: PackedPackage): string {
  const [major, minor] = manifest.version.split('.');
  const hash = createHash('sha256').update(archive).digest('hex');
  return `${major}.${minor}.${parseInt(hash.slice(0, 10), 16)}`;
}

import { chunk } from 'lodash';
import type { CustomResourceFacts } from '../../domain/facts/ClusterFacts';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { ClusterRequestError } from '../connection/errors';

/**
 * In one request since Kubernetes 1.30, and as a beta since 1.27; an API server
 * that knows neither lists its groups, and has to be asked for each.
 */
const ACCEPTED = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',');
/** Groups that are asked for at the same time. */
const AT_ONCE = 8;

type Aggregated = {
  kind: 'APIGroupDiscoveryList';
  items: {
    metadata: { name: string };
    versions: { version: string; resources?: { resource: string }[] }[];
  }[];
};

type GroupList = {
  kind: 'APIGroupList';
  groups: { name: string; versions: GroupVersion[] }[];
};

type GroupVersion = { groupVersion: string; version: string };

/** A resource, as `podautoscalers.autoscaling.aibrix.ai`, in one version. */
type Served = { name: string; version: string };

/**
 * Asks what the API server serves.
 *
 * @remarks Discovery needs no right to read CRDs, tells served versions, and
 * leaves out what is being deleted – while CRD objects can be megabytes.
 */
export async function discoverResources(
  connection: ClusterConnection,
  signal?: AbortSignal,
): Promise<CustomResourceFacts[]> {
  const answer = await connection.request<Aggregated | GroupList>({
    path: '/apis',
    accept: ACCEPTED,
    signal,
  });
  return toFacts(
    answer.kind === 'APIGroupDiscoveryList'
      ? listAggregated(answer)
      : await askForGroups(connection, answer, signal),
  );
}

function listAggregated({ items }: Aggregated): Served[] {
  return items.flatMap(({ metadata, versions }) =>
    versions.flatMap(({ version, resources = [] }) =>
      resources.map(({ resource }) => ({
        name: `${resource}.${metadata.name}`,
        version,
      })),
    ),
  );
}

async function askForGroups(
  connection: ClusterConnection,
  { groups }: GroupList,
  signal: AbortSignal | undefined,
): Promise<Served[]> {
  const asked = groups
    .filter(({ name }) => isCustom(`.${name}`))
    .flatMap(({ name, versions }) =>
      versions.map(version => ({ group: name, ...version })),
    );
  const served: Served[] = [];
  for (const some of chunk(asked, AT_ONCE)) {
    const answers = await Promise.all(
      some.map(async ({ group, groupVersion, version }) => {
        const names = await listNames(connection, groupVersion, signal);
        return names.map(name => ({ name: `${name}.${group}`, version }));
      }),
    );
    served.push(...answers.flat());
  }
  return served;
}

// A group may have gone since it was listed; of one whose own server is down
// nothing is served, and the others are worth knowing
async function listNames(
  connection: ClusterConnection,
  groupVersion: string,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  try {
    const { resources } = await connection.request<{
      resources: { name: string }[];
    }>({ path: `/apis/${groupVersion}`, signal });
    return resources.map(({ name }) => name).filter(isNoPart);
  } catch (error) {
    if (
      error instanceof ClusterRequestError &&
      [404, 503].includes(error.status)
    ) {
      return [];
    }
    throw error;
  }
}

// As pods/status, which the aggregated lists tell apart
function isNoPart(name: string): boolean {
  return !name.includes('/');
}

function toFacts(served: Served[]): CustomResourceFacts[] {
  const versions = new Map<string, string[]>();
  for (const { name, version } of served) {
    versions.set(name, [...(versions.get(name) ?? []), version]);
  }
  return [...versions]
    .filter(([name]) => isCustom(name))
    .map(([name, all]) => ({ name, served: all, established: true }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

// The groups of definitions have a domain: `apps` and `batch` have none
function isCustom(name: string): boolean {
  return name.split('.').length > 2;
}

import type { ClusterStatus } from '@orgmodels/backstage-plugin-organization-models-common';
import type {
  DatabaseObservations,
  UnknownModel,
} from '../../database/DatabaseObservations';
import type { Observation } from '../../domain/facts/Observation';
import { toLabelValue } from '../../domain/ownership/ownership';
import { type Caller, EVERY_ORGANIZATION } from '../access/Caller';

/** A POST that is still under way has written its Secret before its row. */
const SETTLED_MS = 60_000;

type Leftover = ClusterStatus['leftovers'][number];

/**
 * Objects that carry our installation's id and the id of a model that is not
 * there: what a crash, or a database that was restored, leaves in a cluster.
 * They are shown and never removed, since nobody knows what they are good for.
 */
export class Leftovers {
  constructor(
    private readonly options: {
      observations: Pick<DatabaseObservations, 'readWithoutModel'>;
      now(): Date;
    },
  ) {}

  /** Those of the caller's organization, by cluster. */
  async find(caller: Caller): Promise<Map<string, Leftover[]>> {
    const { observations, now } = this.options;
    const before = new Date(now().getTime() - SETTLED_MS).toISOString();
    const found = new Map<string, Leftover[]>();
    for (const unknown of await observations.readWithoutModel(before)) {
      if (isOf(caller, unknown.observation)) {
        const others = found.get(unknown.cluster) ?? [];
        found.set(unknown.cluster, [...others, toLeftover(unknown)]);
      }
    }
    return found;
  }
}

function isOf({ organizationId }: Caller, { organization }: Observation) {
  return (
    organizationId === EVERY_ORGANIZATION ||
    organization === toLabelValue(organizationId)
  );
}

function toLeftover({
  modelId,
  observation,
  observedAt,
}: UnknownModel): Leftover {
  const objects = listObjects(observation);
  const names = objects.map(
    ({ kind, namespace, name }) => `${kind} ${namespace}/${name}`,
  );
  return {
    model_id: modelId,
    objects,
    observed_at: observedAt,
    message: `Of a model that is not there is left: ${names.join(', ')}`,
    hint: 'It is never removed by itself: delete what nobody needs in the cluster.',
  };
}

// Pods of a Deployment go with it
function listObjects({ objects, model }: Observation): Leftover['objects'] {
  const owned = objects.map(({ kind, namespace, name }) => ({
    kind,
    namespace,
    name,
  }));
  const pods = owned.some(({ kind }) => kind === 'Deployment')
    ? []
    : model.pods.map(({ namespace, name }) => ({
        kind: 'Pod',
        namespace,
        name,
      }));
  return [...owned, ...pods];
}

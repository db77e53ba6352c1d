import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { isPlainObject, mapValues } from 'lodash';
import { databases } from '../../__testUtils__/databases';
import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { insertModel } from '../../database/__testUtils__/insertModel';
import { openStores } from '../../database/__testUtils__/openStores';
import type { Database } from '../../database/openDatabase';
import {
  askedOf,
  FIXED,
  type FixCase,
} from '../../domain/diagnosis/__testUtils__/fixCases';
import { GPUS, ROOMY } from '../../domain/diagnosis/__testUtils__/fixWorld';
import { findFix } from '../../domain/diagnosis/findFix';
import { NO_FACTS, type ClusterFacts } from '../../domain/facts/ClusterFacts';
import type { Observation } from '../../domain/facts/Observation';
import type { StoredModel } from '../../domain/facts/StoredModel';
import type { ClusterGateway } from '../acceptance/ClusterGateway';
import { createServices } from '../createServices';

const AT = '2026-03-01T12:00:00.000Z';

/** What is known of a cluster besides its nodes. */
const FACTS: ClusterFacts = {
  ...NO_FACTS,
  kubernetesVersion: 'v1.36.2',
  customResources: [
    {
      name: 'podautoscalers.autoscaling.aibrix.ai',
      served: ['v1alpha1'],
      established: true,
    },
  ],
  storageClasses: [{ name: 'b', provisioner: 'acme.io/disks', default: true }],
};

/** Takes whatever it is given. */
const GATEWAY: Partial<ClusterGateway> = {
  untilSent: async () => {},
  tryManifests: async (_cluster, _id, manifests) =>
    manifests.map(() => ({
      outcome: 'accepted',
      action: 'update',
      changes: [],
      foreign: false,
    })),
  readClaim: async () => undefined,
  readClaimLabels: async () => undefined,
};

/** Each case has a cluster of its own. */
const CASES = FIXED.map((of, index) => ({
  ...of,
  id: `mdl_${index}`,
  cluster: `cluster-${index}`,
}));

type Case = (typeof CASES)[number];

function serve(database: Database) {
  const unused = {} as never;
  return createServices({
    config: {
      defaults: {
        image: 'vllm/vllm-openai:v0.32.0',
        cpu: '4',
        memory: '16Gi',
        storageSize: '100Gi',
      },
      gpus: GPUS,
      images: [],
      policies: { common: {}, organizations: new Map() },
      quota: { default: undefined, organizations: new Map() },
      logs: unused,
      inference: { keys: unused, prices: undefined },
    },
    clusters: CASES.map(({ cluster }) => ({
      name: cluster,
      namespace: 'models',
      namespaces: 'shared',
      network: {
        ingressNamespaces: [],
        egressPorts: [],
        egressCidrs: undefined,
        egressExcept: [],
      },
      requiredComponents: [],
      serviceMonitorLabels: {},
      storageClass: undefined,
      sharedStorageClasses: [],
      pods: { imagePullSecrets: [], env: [], labels: {}, annotations: {} },
    })),
    database,
    gateway: GATEWAY as ClusterGateway,
    hub: { read: async () => ({ warnings: [] }) },
    registries: { read: async () => ({ outcome: 'none' }) },
    authorizer: {
      permissions: {
        authorize: async asked =>
          asked.map(() => ({ result: AuthorizeResult.ALLOW })),
        authorizeConditional: async asked =>
          asked.map(() => ({ result: AuthorizeResult.ALLOW })),
      },
      toQuery: unused,
      isAuthorized: () => true,
    },
    ...{ containerLogs: unused, podMetrics: unused, findPrometheus: unused },
    ...{ feed: unused, logger: mockServices.logger.mock() },
    ...{ onAsked() {}, onForgotten() {}, onKeyRevoked() {} },
  });
}

function modelOf(of: Case): StoredModel {
  const { spec, resolved } = askedOf(of);
  const { id, cluster } = of;
  const built = buildStoredModel({ id, cluster, spec, name: spec.name });
  return {
    ...built,
    resolved: { ...built.resolved, ...resolved },
    generation: 2,
  };
}

function storageOf({ storageClasses }: FixCase): Partial<ClusterFacts> {
  const provisioner = 'acme.io/disks';
  return storageClasses
    ? {
        storageClasses: storageClasses.names.map(name => ({
          ...{ name, provisioner, default: storageClasses.hasDefault },
        })),
      }
    : {};
}

function seen(pods: FixCase['pods'] = []): Observation {
  return {
    model: { pods: pods.map(pod => ({ ...pod, phase: 'Running' })) },
    objects: [],
  } as unknown as Observation;
}

/** What restores a default is not shown. */
function asShown(fields: object): object {
  return mapValues(fields, value =>
    isPlainObject(value) ? asShown(value) : value ?? undefined,
  );
}

describe('what is offered as a fix', () => {
  let database: Database;

  beforeAll(async () => {
    database = await openStores(await databases.init('SQLITE_3'));
    const { clusterFacts, observations } = database;
    for (const of of CASES) {
      const { cluster, id, nodes = [ROOMY] } = of;
      const facts = { ...FACTS, ...storageOf(of), nodes };
      await clusterFacts.openWriter(cluster).save(facts, AT);
      await clusterFacts.saveReachable(cluster, AT);
      await insertModel(database, modelOf(of));
      const observation = seen(of.pods);
      await observations.save(cluster, [{ modelId: id, observation }], AT);
    }
  });

  it.each(CASES)('may be asked for: $offers', async of => {
    const { models } = serve(database);
    const { body = {} } = findFix(of, askedOf(of)) ?? {};
    const plan = await models.planUpdate(of.id, body, {
      credentials: mockCredentials.user(),
      subject: 'user:default/someone',
      organizationId: 'group:default/acme',
    });
    expect(plan.model).toMatchObject(asShown(body));
  });
});

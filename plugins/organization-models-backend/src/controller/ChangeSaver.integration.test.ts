import { setTimeout as delay } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { databases } from '../__testUtils__/databases';
import { ClusterMemory } from '../cluster/observe/ClusterMemory';
import type { RawObject } from '../cluster/connection/RawObject';
import { buildStoredModel } from '../database/__testUtils__/buildStoredModel';
import { insertModel } from '../database/__testUtils__/insertModel';
import { openStores } from '../database/__testUtils__/openStores';
import { OWNER_LABELS } from '../domain/ownership/ownership';
import { ChangeSaver } from './ChangeSaver';

jest.setTimeout(60_000);

const AT = '2026-01-01T00:00:00Z';

describe('ChangeSaver', () => {
  let knex: Knex;
  let memory: ClusterMemory;
  let saver: ChangeSaver;
  let onMarked: jest.Mock;
  let stores: Awaited<ReturnType<typeof openStores>>;

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    stores = await openStores(knex);
    for (const id of idsOf(10)) {
      await insertModel(stores, buildStoredModel({ id }));
    }
    onMarked = jest.fn();
    saver = new ChangeSaver({
      ...stores,
      cluster: 'test',
      logger: mockServices.logger.mock(),
      onMarked,
    });
    memory = new ClusterMemory({
      installationId: 'test',
      onTouched: () => saver.saveSoon(),
    });
    saver.begin({
      memory,
      isComplete: () => true,
      signs: () => ({ watchedAt: AT, stale: [] }),
    });
    await until(async () => (await marksOf('mdl_0')) === 2);
  });

  afterEach(() => saver.stop());

  // One is of the insertion, one of what a new process sees first
  const marksOf = async (id: string): Promise<number> => {
    const row = await knex('reconcile_queue').where({ model_id: id }).first();
    return row.marks;
  };

  const change = (ids: string[], version: number) => {
    const { present } = memory.owned('Service').listener();
    ids.forEach(id => present(buildService(id, version)));
  };

  it('saves a single change soon', async () => {
    const begun = performance.now();
    change(['mdl_0'], 1);
    await until(async () => (await marksOf('mdl_0')) === 3);
    expect(performance.now() - begun).toBeLessThan(500);
    change(['mdl_0'], 2);
    await until(async () => (await marksOf('mdl_0')) === 4);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });

  it('saves what many models went through in a burst at once', async () => {
    const ids = idsOf(10);
    for (const version of [1, 2, 3]) {
      change(ids, version);
      await delay(170);
    }
    await until(async () => (await marksOf('mdl_9')) > 2);
    for (const id of ids) {
      expect(await marksOf(id)).toBe(3);
      const row = await knex('observations').where({ model_id: id }).first();
      expect(JSON.parse(row.observed).objects).toMatchObject([
        { resourceVersion: '3' },
      ]);
    }
  });

  it('looks at the models on a node once more when it is known to be lost', async () => {
    const nodes = memory.nodes.listener();
    const pods = memory.modelPods.listener();
    nodes.present(buildNode('a', 'True'));
    nodes.present(buildNode('b', 'True'));
    pods.present(buildPod('mdl_0', 'a'));
    pods.present(buildPod('mdl_1', 'b'));
    const isReady = async (name: string) => {
      const { facts } = await stores.clusterFacts.read('test');
      return facts?.nodes.find(node => node.name === name)?.ready;
    };
    await until(async () => (await isReady('b')) === true);
    await until(async () => (await marksOf('mdl_1')) === 3);
    nodes.present(buildNode('a', 'Unknown'));
    await until(async () => (await marksOf('mdl_0')) === 4);
    expect(await isReady('a')).toBe(false);
    expect(await marksOf('mdl_1')).toBe(3);
  });

  it('counts the pods of a model wherever they are known to be seen', async () => {
    const { observations, clusterFacts, clusterModels } = stores;
    const counted: [pods: number, cpu: number | undefined, without: number][] =
      [];
    const save = observations.save.bind(observations);
    jest.spyOn(observations, 'save').mockImplementation(async (...args) => {
      await save(...args);
      const [, [{ observation }]] = args;
      const { facts } = await clusterFacts.read('test');
      counted.push([
        observation.model.pods.length,
        facts?.nodes[0]?.requested.cpu,
        (await clusterModels.readWithoutPods('test')).length,
      ]);
    });
    memory.nodes.listener().present(buildNode('a', 'True'));
    for (const id of ['mdl_0', 'mdl_1']) {
      const pod = buildPod(id, 'a');
      memory.nodeUse.pods.listener().present(pod);
      memory.modelPods.listener().present(pod);
      const before = counted.length;
      await until(async () => counted.length > before);
    }
    expect(counted).toEqual([
      [1, 1, 9],
      [1, 2, 8],
    ]);
  });

  it('is done with a burst, however often models change', async () => {
    const ids = idsOf(10);
    for (let version = 1; version < 15; version++) {
      change(ids, version);
      await delay(100);
    }
    expect(await marksOf('mdl_0')).toBeGreaterThan(3);
  });
});

function idsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `mdl_${index}`);
}

function buildNode(name: string, ready: string) {
  return {
    metadata: { name, uid: name, resourceVersion: ready, labels: {} },
    status: { conditions: [{ type: 'Ready', status: ready }] },
  } as unknown as RawObject;
}

function buildPod(modelId: string, nodeName: string) {
  const service = buildService(modelId, 1);
  return {
    metadata: { ...service.metadata, uid: `pod-${modelId}` },
    spec: {
      nodeName,
      containers: [{ name: 'c', resources: { requests: { cpu: '1' } } }],
    },
    status: { phase: 'Running' },
  } as unknown as RawObject;
}

function buildService(modelId: string, version: number) {
  return {
    metadata: {
      name: modelId,
      namespace: 'models',
      uid: `uid-${modelId}`,
      resourceVersion: String(version),
      creationTimestamp: AT,
      labels: {
        [OWNER_LABELS.installation]: 'test',
        [OWNER_LABELS.model]: modelId,
      },
    },
  };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const begun = performance.now();
  while (!(await condition())) {
    if (performance.now() - begun > 10_000) {
      throw new Error('It did not come about in time');
    }
    await delay(20);
  }
}

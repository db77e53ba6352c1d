import type { Knex } from 'knex';
import { databases } from '../../__testUtils__/databases';
import {
  type ClusterFacts,
  NO_FACTS,
  type NodeFacts,
} from '../../domain/facts/ClusterFacts';
import { buildNode } from '../../domain/placement/__testUtils__/buildNode';
import { openStores } from '../__testUtils__/openStores';
import type { Database } from '../openDatabase';

jest.setTimeout(60_000);

const AT = '2026-01-01T00:00:00.000Z';
const CLUSTER = 'test';

function buildFacts(nodes: NodeFacts[]): ClusterFacts {
  return { ...NO_FACTS, kubernetesVersion: 'v1.36.3', nodes, pending: [] };
}

const nodesOf = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    buildNode(`node-${String(index).padStart(4, '0')}`),
  );

const busy = (node: NodeFacts, pods: number): NodeFacts => ({
  ...node,
  requested: { pods },
});

describe.each(databases.eachSupportedId())('DatabaseClusterFacts on %s', id => {
  let knex: Knex;
  /** Two processes. */
  let writing: Database;
  let reading: Database;

  beforeEach(async () => {
    knex = await databases.init(id);
    writing = await openStores(knex, { holder: 'one' });
    reading = await openStores(knex, { holder: 'other' });
  });

  const read = async ({ clusterFacts }: Database) =>
    (await clusterFacts.read(CLUSTER)).facts;

  /** As the version of before pieces writes. */
  const writeWhole = (facts: ClusterFacts, version: string) =>
    knex('cluster_facts')
      .insert({
        cluster: CLUSTER,
        facts: JSON.stringify(facts),
        version,
        reachable: true,
      })
      .onConflict('cluster')
      .merge();

  const rowsOf = async (revision: number) => {
    const rows = await knex('cluster_pieces').where({ revision });
    return rows.map(({ piece, content }) => [piece, JSON.parse(content)]);
  };

  it('knows nothing of a cluster that was never seen', async () => {
    expect(await reading.clusterFacts.read(CLUSTER)).toMatchObject({
      facts: undefined,
      reachable: false,
    });
  });

  it('writes what changed, and others read what changed', async () => {
    const writer = writing.clusterFacts.openWriter(CLUSTER);
    const nodes = nodesOf(250);
    expect(await writer.save(buildFacts(nodes), AT)).toBe('changed');
    const before = await read(reading);
    expect(before).toEqual(buildFacts(nodes));

    nodes[7] = busy(nodes[7], 3);
    expect(await writer.save(buildFacts(nodes), AT)).toBe('changed');
    expect(await rowsOf(2)).toEqual([
      ['use/node-0007', { requested: { pods: 3 } }],
    ]);
    const statements: string[] = [];
    knex.on('query', ({ sql }) => statements.push(sql));
    const after = await read(reading);
    expect(after).toEqual(buildFacts(nodes));
    expect(after?.nodes[6]).toBe(before?.nodes[6]);
    expect(await read(writing)).toEqual(after);
    // Their rows, and the pieces for the one who did not write them
    expect(statements).toHaveLength(3);

    expect(await writer.save(buildFacts([...nodes]), AT)).toBe('unchanged');
    expect(await rowsOf(3)).toEqual([]);
  });

  it('forgets what is gone, and knows what came back', async () => {
    const writer = writing.clusterFacts.openWriter(CLUSTER);
    const [first, second] = nodesOf(2);
    for (const nodes of [[first, second], [first], [first, second], [second]]) {
      await writer.save(buildFacts(nodes), AT);
      expect(await read(reading)).toEqual(buildFacts(nodes));
      const late = await openStores(knex);
      expect(await read(late)).toEqual(buildFacts(nodes));
    }
  });

  it('keeps no row for every node that ever was', async () => {
    const writer = writing.clusterFacts.openWriter(CLUSTER);
    await writer.save(buildFacts(nodesOf(600)), AT);
    await writer.save(buildFacts(nodesOf(1)), AT);
    const rows = await knex('cluster_pieces').select('piece');
    expect(rows.length).toBeLessThan(10);
    expect(await read(reading)).toEqual(buildFacts(nodesOf(1)));
  });

  it('reads once, however many ask', async () => {
    await writing.clusterFacts
      .openWriter(CLUSTER)
      .save(buildFacts(nodesOf(3)), AT);
    let reads = 0;
    knex.on('query', ({ sql }) => {
      reads += sql.includes('cluster_pieces') ? 1 : 0;
    });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => read(reading)),
    );
    expect(new Set(answers).size).toBe(1);
    expect(reads).toBe(1);
  });

  it('keeps the facts of a cluster that is away', async () => {
    const facts = buildFacts(nodesOf(1));
    await writing.clusterFacts.openWriter(CLUSTER).save(facts, AT);
    await writing.clusterFacts.saveUnreachable(CLUSTER, 'It is away');
    expect(await reading.clusterFacts.read(CLUSTER)).toMatchObject({
      facts,
      reachable: false,
      message: 'It is away',
      observedAt: AT,
    });
  });

  it('is whole when two believe that they hold the watches', async () => {
    const [node] = nodesOf(1);
    const one = writing.clusterFacts.openWriter(CLUSTER);
    await one.save(buildFacts([busy(node, 1)]), AT);
    const other = reading.clusterFacts.openWriter(CLUSTER);
    await other.save(buildFacts([busy(node, 2), buildNode('node-new')]), AT);
    expect(await read(writing)).toEqual(await read(reading));
    // It does not know of the new node, and does not mix its own with it
    await one.save(buildFacts([busy(node, 3)]), AT);
    for (const process of [writing, reading, await openStores(knex)]) {
      expect(await read(process)).toEqual(buildFacts([busy(node, 3)]));
    }
    await other.save(buildFacts([busy(node, 4)]), AT);
    expect(await read(writing)).toEqual(buildFacts([busy(node, 4)]));
  });

  it('is written anew after a write of which nobody knows how far it came', async () => {
    const writer = writing.clusterFacts.openWriter(CLUSTER);
    const [node] = nodesOf(1);
    await writer.save(buildFacts([node]), AT);
    await knex.schema.renameTable('cluster_pieces', 'elsewhere');
    // Its class is not the test's Error on SQLite
    await expect(
      writer.save(buildFacts([busy(node, 1)]), AT),
    ).rejects.toMatchObject({
      message: expect.stringContaining('cluster_pieces'),
    });
    await knex.schema.renameTable('elsewhere', 'cluster_pieces');
    expect(await writer.save(buildFacts([busy(node, 1)]), AT)).toBe('changed');
    for (const process of [writing, reading]) {
      expect(await read(process)).toEqual(buildFacts([busy(node, 1)]));
    }
  });

  it('another process watches after a restart', async () => {
    const [node] = nodesOf(1);
    await writing.clusterFacts
      .openWriter(CLUSTER)
      .save(buildFacts(nodesOf(9)), AT);
    expect(await read(reading)).toEqual(buildFacts(nodesOf(9)));
    const restarted = await openStores(knex);
    await restarted.clusterFacts
      .openWriter(CLUSTER)
      .save(buildFacts([busy(node, 5)]), AT);
    expect(await read(reading)).toEqual(buildFacts([busy(node, 5)]));
  });

  it('reads what the version before this one wrote, and writes beside it', async () => {
    const [node] = nodesOf(1);
    const older = buildFacts([busy(node, 1)]);
    await writeWhole(older, 'an-old-one');
    expect(await read(reading)).toEqual(older);

    const writer = writing.clusterFacts.openWriter(CLUSTER);
    await writer.save(buildFacts([busy(node, 2)]), AT);
    expect(await read(reading)).toEqual(buildFacts([busy(node, 2)]));
    const row = await knex('cluster_facts').where({ cluster: CLUSTER }).first();
    // What an old process beside this one reads; on SQLite there is none
    expect(JSON.parse(row.facts)).toEqual(
      id === 'SQLITE_3' ? null : buildFacts([busy(node, 2)]),
    );

    // An old process has the lease for a while
    await writeWhole(buildFacts([busy(node, 3)]), 'another-old-one');
    expect(await read(reading)).toEqual(buildFacts([busy(node, 3)]));
    await writer.save(buildFacts([busy(node, 4)]), AT);
    expect(await read(reading)).toEqual(buildFacts([busy(node, 4)]));
    expect(await read(await openStores(knex))).toEqual(
      buildFacts([busy(node, 4)]),
    );
  });
});

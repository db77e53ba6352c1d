import type { DevCluster } from '@orgmodels/dev-cluster';
import type { SoakCaller } from './SoakCaller';
import {
  podsOf,
  statusesOf,
  VERSION_VARIABLE,
  type WantedModel,
} from './Wanted';

const KINDS = ['Deployment', 'Service', 'Pod'] as const;

type Kind = (typeof KINDS)[number];
type Listed = Record<Kind, any[]>;

/** Something about a model that is not as it was asked for. */
export type Wrong = { name: string; sentence: string };

/**
 * Compares what is there with what was last asked for.
 *
 * @returns each model that was lost or doubled, is not as it was asked for, or left something behind
 */
export async function findWrongs(
  wanted: Map<string, WantedModel>,
  { caller, cluster }: { caller: SoakCaller; cluster: DevCluster },
): Promise<Wrong[]> {
  const models = await listModels(caller);
  const objects = await listObjects(cluster);
  const known = new Set(models.map(({ name }) => name));
  return [
    ...[...wanted.keys()]
      .filter(name => !known.has(name))
      .map(name => wrong(name, 'is lost')),
    ...models.flatMap(model => judgeModel(model, wanted.get(model.name))),
    ...KINDS.flatMap(kind => judgeObjects(kind, objects[kind], wanted)),
    ...objects.Deployment.flatMap(deployment =>
      judgeVersion(deployment, wanted.get(deployment.metadata.name)),
    ),
  ];
}

function judgeModel(model: any, wanted: WantedModel | undefined): Wrong[] {
  const { name, id, status, status_reason: why } = model;
  if (!wanted) {
    return [wrong(name, `was deleted, and is ${status}: ${why?.message}`)];
  }
  if (id !== wanted.id) {
    return [wrong(name, `is there as ${id}, and was created as ${wanted.id}`)];
  }
  const expected = statusesOf(wanted);
  return expected.includes(status)
    ? []
    : [wrong(name, `is ${status} instead of ${expected[0]}: ${why?.message}`)];
}

/** Each name has as many of a kind as it was asked for, and nothing else is there. */
function judgeObjects(
  kind: Kind,
  objects: any[],
  wanted: Map<string, WantedModel>,
): Wrong[] {
  const counts = new Map<string, number>();
  for (const { metadata } of objects) {
    const name = metadata.labels?.['model.aibrix.ai/name'] ?? metadata.name;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const names = new Set([...counts.keys(), ...wanted.keys()]);
  return [...names].flatMap(name => {
    const model = wanted.get(name);
    const count = counts.get(name) ?? 0;
    const expected = countOf(kind, model);
    return expected === undefined || count === expected
      ? []
      : [wrong(name, `has ${count} of kind ${kind} instead of ${expected}`)];
  });
}

function countOf(
  kind: Kind,
  model: WantedModel | undefined,
): number | undefined {
  if (!model) {
    return 0;
  }
  return kind === 'Pod' ? podsOf(model) : 1;
}

function judgeVersion(
  { metadata, spec }: any,
  wanted: WantedModel | undefined,
): Wrong[] {
  const { value } =
    spec.template.spec.containers[0].env.find(
      ({ name }: { name: string }) => name === VERSION_VARIABLE,
    ) ?? {};
  return !wanted || value === `${wanted.version}`
    ? []
    : [
        wrong(
          metadata.name,
          `is of version ${value} instead of ${wanted.version}`,
        ),
      ];
}

function wrong(name: string, sentence: string): Wrong {
  return { name, sentence };
}

async function listModels(caller: SoakCaller): Promise<any[]> {
  const models: any[] = [];
  let cursor = '';
  do {
    const { body } = await caller.ask(`?limit=200${cursor}`);
    models.push(...body.models);
    cursor = body.next_cursor ? `&cursor=${body.next_cursor}` : '';
  } while (cursor);
  return models;
}

async function listObjects(cluster: DevCluster): Promise<Listed> {
  const { items } = JSON.parse(
    await cluster.kubectl([
      ...['-n', 'models', 'get', KINDS.join(',').toLowerCase(), '-o', 'json'],
    ]),
  );
  const of = (kind: Kind) => items.filter((item: any) => item.kind === kind);
  return {
    Deployment: of('Deployment'),
    Service: of('Service'),
    Pod: of('Pod'),
  };
}

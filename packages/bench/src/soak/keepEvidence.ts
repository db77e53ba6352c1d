import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { groupBy } from 'lodash';
import { stringify } from 'yaml';
import type { BenchContext } from '../BenchContext';
import type { Wrong } from './findWrongs';
import type { SoakCaller } from './SoakCaller';
import type { SoakHouse } from './SoakFaults';
import type { WantedModel } from './Wanted';

const KINDS = 'deployment,replicaset,pod,service';
/** What the API says of a model, below its own path. */
const ANSWERS = ['', '/pods', '/diagnosis', '/events'];

type Witnesses = {
  context: BenchContext;
  house: SoakHouse;
  caller: SoakCaller;
  wanted: Map<string, WantedModel>;
};

/**
 * Writes down all that is to be known of models that are not as they were asked for – a file for each, with its
 * objects and what the API says of it – and the whole logs of cluster and backends.
 */
export async function keepEvidence(
  wrongs: Wrong[],
  witnesses: Witnesses,
): Promise<void> {
  const { context, house } = witnesses;
  const directory = await context.makeDirectory();
  for (const [name, own] of Object.entries(groupBy(wrongs, 'name'))) {
    const asked = witnesses.wanted.get(name);
    const objects = await readObjects(name, house);
    const evidence = {
      wrong: own.map(({ sentence }) => sentence),
      asked,
      answers: asked && (await readAnswers(asked, witnesses.caller)),
      objects,
      leases: await readLeases(objects, house),
    };
    await writeFile(join(directory, `${name}.yaml`), stringify(evidence));
  }
  await copyLogs(house, directory);
  context.log(`all of it: ${directory}`);
}

/** Keeps the logs of a soak that could not be lived to its end. */
export async function keepLogs(
  context: BenchContext,
  house: SoakHouse,
): Promise<void> {
  const directory = await context.makeDirectory();
  await copyLogs(house, directory);
  context.log(`the logs: ${directory}`);
}

async function copyLogs({ cluster, portals }: SoakHouse, directory: string) {
  await cluster.copyLogs(directory);
  for (const [index, { logFile }] of portals.entries()) {
    await copyFile(logFile, join(directory, `backend-${index + 1}.log`));
  }
}

async function readObjects(name: string, { cluster }: SoakHouse) {
  const label = `model.aibrix.ai/name=${name}`;
  const { items } = JSON.parse(
    await cluster.kubectl([
      '-n',
      'models',
      'get',
      KINDS,
      '-l',
      label,
      '-o',
      'json',
    ]),
  );
  return items as any[];
}

async function readAnswers({ id }: WantedModel, caller: SoakCaller) {
  const answers: Record<string, unknown> = {};
  for (const answer of ANSWERS) {
    const path = `/${id}${answer}`;
    answers[`GET ${path}`] = (await caller.ask(path)).body;
  }
  return answers;
}

/** Of the nodes on which the pods are: whether somebody is there who plays them. */
async function readLeases(objects: any[], { cluster }: SoakHouse) {
  const nodes = new Set(objects.map(({ spec }) => spec.nodeName));
  const { items } = JSON.parse(
    await cluster.kubectl([
      '-n',
      'kube-node-lease',
      'get',
      'leases',
      '-o',
      'json',
    ]),
  );
  return items.filter(({ metadata }: any) => nodes.has(metadata.name));
}

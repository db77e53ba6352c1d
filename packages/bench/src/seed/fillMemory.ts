import { buildNodes, nodeShapes } from '@orgmodels/dev-cluster';
import { buildProbePod, ClusterMemory, type RawObject } from '../backend';
import { buildBenchManifests } from './buildBenchManifests';
import { buildBenchModel } from './buildBenchModel';

export type SeenPod = {
  /** As the scheduler finds it. */
  wait(): void;
  bind(): void;
  end(): void;
};

/** What a process knows that has watched large nodes, with pods on them. */
export function fillMemory(options: { nodes: number; pods: number }): {
  memory: ClusterMemory;
  /** A pod that is not there yet. */
  newPod(index: number): SeenPod;
} {
  const memory = new ClusterMemory({
    installationId: 'bench',
    onTouched: () => undefined,
  });
  const nodes = nodeShapes.large
    .flatMap(shape => buildNodes(shape, { now: new Date() }))
    .slice(0, options.nodes) as unknown as RawObject[];
  const { present } = memory.nodes.listener();
  nodes.forEach(node => present(withUid(node, node.metadata.name)));
  const newPod = (index: number) =>
    toSeen(memory, index, nodes[index % nodes.length].metadata.name);
  for (let index = 0; index < options.pods; index++) {
    newPod(index).bind();
  }
  return { memory, newPod };
}

function toSeen(memory: ClusterMemory, index: number, node: string): SeenPod {
  const manifests = buildBenchManifests(buildBenchModel(index % 1_000));
  const { metadata, spec } = buildProbePod(
    manifests.find(({ kind }) => kind === 'Deployment')!,
  ) as unknown as RawObject;
  const pod = withUid(
    { metadata: { ...metadata, name: `${metadata.name}-${index}` }, spec },
    `pod-${index}`,
  );
  const watched = [memory.nodeUse.pods, memory.unboundPods].map(collection =>
    collection.listener(),
  );
  return {
    wait: () =>
      watched.forEach(({ present }) =>
        present({ ...pod, status: { phase: 'Pending' } }),
      ),
    bind: () =>
      watched.forEach(({ present }) =>
        present({
          ...pod,
          spec: { ...spec, nodeName: node },
          status: { phase: 'Running' },
        }),
      ),
    end: () => watched.forEach(({ gone }) => gone(pod)),
  };
}

function withUid(object: RawObject, uid: string): RawObject {
  return { ...object, metadata: { ...object.metadata, uid } };
}

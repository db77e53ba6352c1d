import { aPod } from '../../domain/__testUtils__/observedFacts';
import type { RawObject } from '../connection/RawObject';
import { composeObservation } from './composeObservation';
import { toReplicaSet } from './reading/toReplicaSet';

const CREATED = {
  resourceVersion: '13998',
  creationTimestamp: '2026-01-05T09:00:00Z',
};

/** As a cluster had it, whose controller waited for ever. */
const DEPLOYMENT: RawObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    ...CREATED,
    name: 'qwen',
    uid: '8b571ca5-226e-4ed1-bf64-f63306019a52',
    generation: 5,
  },
  spec: { replicas: 1, strategy: { type: 'Recreate' } },
  status: {
    observedGeneration: 5,
    replicas: 2,
    readyReplicas: 2,
    availableReplicas: 2,
    terminatingReplicas: 0,
  },
};

function toSet(hash: string, revision: string, sizedFor?: string) {
  return toReplicaSet({
    metadata: {
      ...CREATED,
      name: `qwen-${hash}`,
      uid: `uid-of-${hash}`,
      labels: { 'pod-template-hash': hash },
      annotations: {
        'deployment.kubernetes.io/revision': revision,
        ...(sizedFor && {
          'deployment.kubernetes.io/desired-replicas': sizedFor,
        }),
      },
      ownerReferences: [
        { kind: 'Deployment', name: 'qwen', uid: DEPLOYMENT.metadata.uid },
      ],
    },
  })!;
}

function compose(replicaSets: ReturnType<typeof toSet>[], hashes: string[]) {
  const object = { kind: 'Deployment' } as any;
  const { model } = composeObservation({
    owned: [{ modelId: 'mdl_1', object, raw: DEPLOYMENT }],
    pods: hashes.map(templateHash => aPod({ templateHash })),
    events: [],
    replicaSets,
    route: undefined,
    gatewayUrl: undefined,
    seesSecrets: true,
  });
  return model.deployment;
}

describe('composeObservation', () => {
  it('names the ReplicaSets that are sized for other replicas than are wanted', () => {
    const sets = [toSet('7bbd46646d', '2', '2'), toSet('778b7d9d56', '1', '2')];
    expect(compose(sets, ['7bbd46646d', '778b7d9d56'])).toMatchObject({
      newestTemplateHash: '7bbd46646d',
      staleSets: ['qwen-7bbd46646d', 'qwen-778b7d9d56'],
    });
  });

  it('names the newest also without pods, and none that is a memory', () => {
    const sets = [toSet('c', '3', '2'), toSet('b', '2', '2'), toSet('a', '1')];
    expect(compose(sets, ['a'])?.staleSets).toEqual(['qwen-c']);
    expect(compose([toSet('c', '3', '1')], ['c'])?.staleSets).toBeUndefined();
    expect(compose([], [])?.staleSets).toBeUndefined();
  });
});

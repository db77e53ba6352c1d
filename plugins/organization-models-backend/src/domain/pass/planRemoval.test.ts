import type { OwnedObject } from '../facts/Observation';
import { OWNED_KINDS } from '../ownership/ownedKinds';
import { isForeground, planRemoval } from './planRemoval';

function owned(kind: string, facts: Partial<OwnedObject> = {}): OwnedObject {
  return {
    kind,
    name: 'qwen',
    namespace: 'models',
    uid: kind,
    resourceVersion: '1',
    fingerprint: '',
    deleting: false,
    ...facts,
  };
}

const ALL = OWNED_KINDS.map(({ kind }) => owned(kind));
const going = { deleting: true };

describe('planRemoval', () => {
  it.each<[string, OwnedObject[], number, string[], string | undefined]>([
    [
      'what scales and scrapes, and the pods, which it waits for',
      ALL,
      2,
      ['ServiceMonitor', 'PodAutoscaler', 'Deployment'],
      '2 pods are ending',
    ],
    [
      'nothing more while a pod ends',
      [owned('Deployment', going), owned('Service')],
      1,
      [],
      'A pod is ending',
    ],
    [
      'nothing more while the Deployment is there',
      [owned('Deployment', going), owned('Service')],
      0,
      [],
      'Deployment qwen is being deleted',
    ],
    [
      'nothing more while pods of a Deployment that is gone are there',
      [owned('Service')],
      1,
      [],
      'A pod is ending',
    ],
    [
      'the rest, what cannot be made again last',
      [owned('PersistentVolumeClaim'), owned('Secret'), owned('Service')],
      0,
      ['Service', 'PersistentVolumeClaim', 'Secret'],
      'PersistentVolumeClaim qwen is being deleted',
    ],
    ['nothing where nothing is', [], 0, [], undefined],
  ])('removes %s', (_, there, pods, removed, waitsFor) => {
    const plan = planRemoval(there, pods);
    expect(plan.remove.map(({ kind }) => kind)).toEqual(removed);
    expect(plan.waitsFor).toBe(waitsFor);
  });

  it.each([
    [
      ['kubernetes.io/pvc-protection'],
      'PersistentVolumeClaim qwen is mounted by a pod still, and goes when that ends',
    ],
    [
      ['acme.io/keep'],
      'PersistentVolumeClaim qwen waits for its finalizer acme.io/keep, which whoever set it has to take off',
    ],
  ])('says what holds a claim with %j', (finalizers, words) => {
    const claim = owned('PersistentVolumeClaim', { ...going, finalizers });
    const { remove, waitsFor } = planRemoval(
      [owned('Secret', going), claim],
      0,
    );
    expect(remove).toEqual([]);
    expect(waitsFor).toBe(words);
  });

  it('has the garbage collector end pods before their Deployment', () => {
    expect(ALL.filter(isForeground).map(({ kind }) => kind)).toEqual([
      'Deployment',
    ]);
  });
});

import type { AppliedObject } from '../facts/Observation';
import type { Manifest } from '../facts/ResolvedModel';
import { toPlannedObjects, toRestarts } from './plannedObjects';
import type { Trial } from './Trial';

const manifest = (kind: string): Manifest => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'a', namespace: 'models', labels: {} },
});
const image = {
  path: 'spec.template.spec.containers.0.image',
  before: 'a:1',
  after: 'a:2',
};
const accepted: Trial = {
  outcome: 'accepted',
  action: 'update',
  changes: [image],
  foreign: false,
};
const unknown: Trial = { outcome: 'unknown', message: 'a webhook is away' };

describe('toPlannedObjects', () => {
  it('says of each object what the API server would make of it, and what goes', () => {
    const applied = ['Deployment', 'PodAutoscaler', 'PersistentVolumeClaim'];
    const before = {
      applied: applied.map(kind => ({ kind, name: 'a' } as AppliedObject)),
    };
    const manifests = [manifest('Deployment'), manifest('Service')];
    const trials = [accepted, unknown];
    expect(toPlannedObjects(manifests, { before, trials })).toEqual([
      { kind: 'Deployment', name: 'a', action: 'update', diff: [image] },
      { kind: 'Service', name: 'a', action: 'create', diff: [] },
      // A claim is kept: it holds weights
      { kind: 'PodAutoscaler', name: 'a', action: 'delete', diff: [] },
    ]);
  });
});

describe('toRestarts', () => {
  const objects = (...paths: string[]) =>
    toPlannedObjects([manifest('Deployment')], {
      before: undefined,
      trials: [
        { ...accepted, changes: paths.map(path => ({ ...image, path })) },
      ],
    });

  it.each([
    ['a change of the template', [image.path], 2, 2],
    ['a change of all else', ['metadata.annotations.a'], 2, 0],
    ['a model without pods', [image.path], 0, 0],
    ['a model that was not there', [image.path], undefined, 0],
  ])('counts the pods of %s', (_, paths, pods, expected) => {
    expect(toRestarts(objects(...paths), pods).pods).toBe(expected);
  });

  it('names each field once', () => {
    const { why } = toRestarts(objects(image.path, image.path), 1);
    expect(why).toEqual(['spec.containers.0.image']);
  });
});

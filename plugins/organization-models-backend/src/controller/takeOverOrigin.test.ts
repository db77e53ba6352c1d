import { ContendedObject } from '../__testUtils__/ContendedObject';
import type {
  ClusterObjects,
  JsonPatch,
} from '../cluster/objects/ClusterObjects';
import { buildStoredModel } from '../database/__testUtils__/buildStoredModel';
import { takeOverOrigin } from './takeOverOrigin';

describe('takeOverOrigin', () => {
  /** Of one Deployment. */
  const takeOver = (object: ContendedObject) =>
    takeOverOrigin(
      buildStoredModel({ id: 'mdl_1', name: 'qwen' }),
      {
        objects: [{ kind: 'Deployment', name: 'qwen', uid: 'uid-1' }],
        selector: {},
      },
      {
        manifests: [
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            metadata: { name: 'qwen', namespace: 'models', labels: {} },
          },
        ],
        objects: {
          read: object.read,
          isOf: () => false,
          patch: (_kind: string, _place: unknown, operations: JsonPatch) =>
            object.patch(operations),
        } as unknown as ClusterObjects,
        signal: new AbortController().signal,
      },
    );

  it.each([0, 1, 2])(
    'has no trouble with a controller that writes the status meanwhile, %s times',
    async races => {
      const object = new ContendedObject({ kind: 'Deployment' }, { races });
      expect(await takeOver(object)).toEqual([]);
      expect(object.patched.at(-1)).toContainEqual(
        expect.objectContaining({ path: '/metadata/managedFields' }),
      );
    },
  );

  it('leaves one that was made anew meanwhile to the pass', async () => {
    const object = new ContendedObject(
      { kind: 'Deployment' },
      { races: 1, replaced: true },
    );
    expect(await takeOver(object)).toEqual([]);
    expect(object.patched).toEqual([]);
  });
});

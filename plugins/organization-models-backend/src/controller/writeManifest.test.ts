import { ContendedObject } from '../__testUtils__/ContendedObject';
import {
  ClusterObjects,
  type JsonPatch,
} from '../cluster/objects/ClusterObjects';
import { ClusterRequestError } from '../cluster/connection/errors';
import { writeManifest } from './writeManifest';

const manifest = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'qwen', namespace: 'models', labels: {} },
  spec: { ports: [{ name: 'http', port: 80 }] },
};

/** Takes patches; applies are invalid until there is room. */
class CrowdedObjects extends ClusterObjects {
  constructor(private readonly object: ContendedObject) {
    super(undefined as never, { installationId: 'test' });
  }

  read = () => this.object.read();
  isOf = () => true;
  patch = (_kind: string, _place: object, operations: JsonPatch) =>
    this.object.patch(operations);

  async apply() {
    if (this.object.patched.length === 0) {
      throw ClusterRequestError.fromStatus('test', { code: 422 });
    }
    return this.read();
  }
}

describe('writeManifest', () => {
  it('makes room though a controller writes the status meanwhile', async () => {
    const object = new ContendedObject(
      { kind: 'Service', spec: { ports: [{ name: 'http', port: 81 }] } },
      { races: 2 },
    );
    const written = await writeManifest(
      { manifest, why: 'drifted' },
      {
        modelId: 'mdl_1',
        objects: new CrowdedObjects(object),
        applied: [],
        initialReplicas: 1,
        signal: new AbortController().signal,
      },
    );
    expect(written).toMatchObject({ answer: { metadata: { uid: 'uid-1' } } });
    expect(object.patched).toMatchObject([
      [
        { op: 'test', value: '3' },
        { op: 'replace', path: '/spec/ports', value: manifest.spec.ports },
      ],
    ]);
  });
});

import type { AppliedObject, OwnedObject } from '../facts/Observation';
import type { Manifest } from '../facts/ResolvedModel';
import { hashOf } from '../ownership/fingerprint';
import { planObjects } from './planObjects';

const SERVICE: Manifest = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'm', namespace: 'models', labels: {} },
};

const APPLIED: AppliedObject = {
  kind: 'Service',
  name: 'm',
  uid: 'uid-1',
  resourceVersion: '10',
  manifestHash: hashOf(SERVICE),
  fingerprint: 'print-1',
};

const SEEN: OwnedObject = {
  kind: 'Service',
  name: 'm',
  namespace: 'models',
  uid: 'uid-1',
  resourceVersion: '10',
  fingerprint: 'print-1',
  deleting: false,
};

const plan = (given: {
  applied?: AppliedObject[];
  objects?: OwnedObject[];
  ownSecret?: string;
}) =>
  planObjects({
    manifests: [SERVICE],
    applied: given.applied ?? [APPLIED],
    observed: {
      objects: given.objects ?? [SEEN],
      model: {
        pods: [],
        events: [],
        serviceExists: true,
        serviceMonitorExists: false,
      },
    },
    generation: 3,
    ownSecret: given.ownSecret,
  });

describe('planObjects', () => {
  it.each<[string, Parameters<typeof plan>[0], string[]]>([
    ['nothing where all is as applied', {}, []],
    ['what was never applied', { applied: [], objects: [] }, ['missing']],
    ['what is not there any more', { objects: [] }, ['missing']],
    [
      'what should be something else',
      { applied: [{ ...APPLIED, manifestHash: 'of-another' }] },
      ['changed'],
    ],
    [
      'what another changed since',
      {
        objects: [{ ...SEEN, fingerprint: 'theirs', resourceVersion: '11' }],
      },
      ['drifted'],
    ],
    [
      'nothing where our own write was not seen yet',
      { objects: [{ ...SEEN, fingerprint: 'older', resourceVersion: '9' }] },
      [],
    ],
    [
      'versions by number, not by text',
      {
        objects: [{ ...SEEN, fingerprint: 'theirs', resourceVersion: '100' }],
        applied: [{ ...APPLIED, resourceVersion: '99' }],
      },
      ['drifted'],
    ],
    [
      'another object of the same name, whatever its version',
      {
        objects: [
          { ...SEEN, uid: 'uid-2', fingerprint: 'other', resourceVersion: '1' },
        ],
      },
      ['drifted'],
    ],
  ])('applies %s', (_, given, expected) => {
    expect(plan(given).apply.map(({ why }) => why)).toEqual(expected);
  });

  const secret = (rest: Partial<OwnedObject> = {}): OwnedObject => ({
    ...SEEN,
    kind: 'Secret',
    name: 'm-hugging-face-token',
    ...rest,
  });

  it.each<[string, OwnedObject, string | undefined, boolean]>([
    [
      'what is not wanted any more',
      { ...SEEN, kind: 'PodAutoscaler' },
      undefined,
      true,
    ],
    [
      'nothing that goes already',
      { ...SEEN, kind: 'PodAutoscaler', deleting: true },
      undefined,
      false,
    ],
    [
      'no claim, which holds what cannot be made again',
      { ...SEEN, kind: 'PersistentVolumeClaim', name: 'm-models' },
      undefined,
      false,
    ],
    ['no token of the model', secret(), 'm-hugging-face-token', false],
    ['a token that was taken away', secret({ writtenFor: 3 }), undefined, true],
    [
      'a token from before it said for which generation',
      secret(),
      undefined,
      true,
    ],
    [
      'no token of a generation that is about to be stored',
      secret({ writtenFor: 4 }),
      undefined,
      false,
    ],
  ])('prunes %s', (_, object, ownSecret, isPruned) => {
    const { prune } = plan({ objects: [SEEN, object], ownSecret });
    expect(prune).toEqual(isPruned ? [object] : []);
  });
});

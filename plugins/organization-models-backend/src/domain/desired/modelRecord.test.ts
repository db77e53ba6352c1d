import { OWNER_ANNOTATIONS } from '../ownership/ownership';
import { GOLDEN_CONTEXTS } from './__fixtures__/contexts';
import { buildManifests } from './buildManifests';
import { readRecord, writeRecord } from './modelRecord';

function recordOf(context: (typeof GOLDEN_CONTEXTS)[string]) {
  const service = buildManifests(context).find(
    ({ kind }) => kind === 'Service',
  );
  return service?.metadata.annotations?.[OWNER_ANNOTATIONS.record];
}

describe('the record of a model', () => {
  it.each(Object.entries(GOLDEN_CONTEXTS))(
    'gives the manifests of %s again',
    (_, context) => {
      const record = readRecord(recordOf(context))!;
      const again = buildManifests({ ...context, ...record });
      expect(JSON.stringify(again)).toBe(
        JSON.stringify(buildManifests(context)),
      );
    },
  );

  it('is left out where it is too long for an annotation', () => {
    const context = GOLDEN_CONTEXTS.sglang;
    const description = 'x'.repeat(200_000);
    const long = { ...context, spec: { ...context.spec, description } };
    expect(writeRecord(long)).toBeUndefined();
    expect(recordOf(long)).toBeUndefined();
  });

  it.each(['', 'no JSON', '{}', '[]', 'null', '{"version":2,"spec":{}}'])(
    'is none: %s',
    text => {
      expect(readRecord(text)).toBeUndefined();
    },
  );
});

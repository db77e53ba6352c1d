import { playSharedVolumes } from './sharedVolumes';

describe('playSharedVolumes', () => {
  const stage = (expression: string) => ({
    kind: 'Stage',
    metadata: { name: 'persistentvolumeclaim-provision' },
    spec: { selector: { matchExpressions: [{ cel: { expression } }] } },
  });

  it('plays both classes', () => {
    expect(
      playSharedVolumes(stage("self.spec.storageClassName == 'kwok-volume'")),
    ).toEqual(
      stage(
        "self.spec.storageClassName in ['kwok-volume', 'kwok-shared-volume']",
      ),
    );
  });

  it.each([
    stage('!has(self.metadata.deletionTimestamp)'),
    { kind: 'StorageClass', metadata: { name: 'kwok-volume' } },
    { kind: 'Stage', metadata: { name: 'a' }, spec: {} },
  ])('leaves %j', object => {
    expect(playSharedVolumes(object)).toEqual(object);
  });
});

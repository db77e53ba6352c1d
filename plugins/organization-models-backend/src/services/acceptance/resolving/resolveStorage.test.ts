import { NO_FACTS } from '../../../domain/facts/ClusterFacts';
import type {
  ResolvedModel,
  StoredSpec,
} from '../../../domain/facts/ResolvedModel';
import { resolveStorage, storageWarnings } from './resolveStorage';

const CLASSES = [
  { name: 'standard', provisioner: 'ebs.csi.aws.com', default: true },
  { name: 'files', provisioner: 'efs.csi.aws.com', default: false },
  { name: 'ours', provisioner: 'acme.io/files', default: false },
];
const AUTOSCALED: ResolvedModel['scaling'] = {
  mode: 'autoscaled',
  minReplicas: 1,
  maxReplicas: 8,
  targetMetric: 'num_requests_running',
  targetValue: '40',
  scaleDownDelay: '3m',
};
const fixed = (replicas: number) => ({ mode: 'fixed' as const, replicas });

function resolve(
  scaling: ResolvedModel['scaling'],
  options: {
    config?: StoredSpec['deployment_config'];
    sharedStorageClasses?: string[];
    stored?: ResolvedModel['storage'];
    storageClasses?: typeof CLASSES;
  } = {},
) {
  const { config, storageClasses = CLASSES, ...rest } = options;
  const spec = {
    name: 'm',
    model_type: 'chat',
    deployment_config: { enable_pvc: true, ...config },
  } as StoredSpec;
  return resolveStorage(spec, {
    facts: { ...NO_FACTS, storageClasses },
    storageClass: undefined,
    defaultSize: '100Gi',
    modelFacts: undefined,
    scaling,
    ...rest,
  });
}

describe('resolveStorage', () => {
  it('makes one claim for one replica', () => {
    expect(resolve(fixed(1))).toEqual({
      kind: 'own',
      claimName: 'm-cache',
      size: '100Gi',
      storageClass: 'standard',
      accessMode: 'ReadWriteOnce',
    });
  });

  it.each([
    ['autoscaled', AUTOSCALED],
    ['several', fixed(2)],
  ])('gives each of %s replicas a volume where one node mounts it', (_, of) => {
    expect(resolve(of)).toEqual({
      kind: 'perReplica',
      size: '100Gi',
      storageClass: 'standard',
    });
  });

  it.each([
    ['whose file system is known', 'files', []],
    ['that config names', 'ours', ['ours']],
  ])('shares one claim of a class %s', (_, storage_class, shared) => {
    expect(
      resolve(AUTOSCALED, {
        config: { storage_class },
        sharedStorageClasses: shared,
      }),
    ).toMatchObject({
      kind: 'own',
      storageClass: storage_class,
      accessMode: 'ReadWriteMany',
    });
  });

  it('leaves a shared claim shared when there are fewer replicas', () => {
    const config = { storage_class: 'files' };
    const stored = resolve(fixed(2), { config });
    expect(resolve(fixed(1), { config, stored })).toEqual(stored);
  });

  it('needs a class', () => {
    expect(() => resolve(AUTOSCALED, { storageClasses: [] })).toThrow(
      /storage_class is needed/,
    );
  });
});

describe('storageWarnings', () => {
  it('says what volumes for each replica cost', () => {
    const storage = resolve(AUTOSCALED);
    const facts = { weights: { totalBytes: 16 * 2 ** 30 } };
    expect(storageWarnings({ storage, scaling: AUTOSCALED }, facts)).toEqual([
      {
        code: 'VolumePerReplica',
        field: 'deployment_config.enable_pvc',
        message: expect.stringMatching(
          /up to 8 replicas a volume of 100Gi .* class standard: every new pod downloads the weights \(about 16Gi\) again/,
        ),
      },
    ]);
    expect(
      storageWarnings({ storage: resolve(fixed(1)), scaling: fixed(1) }, facts),
    ).toEqual([]);
  });
});

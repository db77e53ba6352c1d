import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import type { ResolvedModel } from '../facts/ResolvedModel';
import { planRollback } from './planRollback';

const { resolved } = buildStoredModel({ id: 'any' });

const volume = (storageClass: string, size: string) => ({
  ...{ kind: 'own' as const, claimName: 'm-cache', storageClass, size },
  accessMode: 'ReadWriteOnce' as const,
});
const OWN = { kind: 'own', secretName: 'm-token', key: 'token' } as const;
const NAMED = { kind: 'named', secretName: 'team', key: 'token' } as const;

function roll(
  now: Partial<ResolvedModel>,
  then: Partial<ResolvedModel>,
  config: object = {},
) {
  const before = buildStoredModel({
    id: 'm',
    generation: 5,
    resolved: { ...resolved, ...now },
  });
  const spec = { ...before.spec, deployment_config: config };
  return planRollback(before, { spec, resolved: { ...resolved, ...then } });
}

describe('planRollback', () => {
  it('takes what was resolved then, and asks for no pods by itself', () => {
    const plan = roll(
      { image: 'new', hubCommit: 'b', restartedBy: 4 },
      { image: 'old', hubCommit: 'a', restartedBy: 2 },
    );
    expect(plan.resolved).toMatchObject({
      image: 'old',
      hubCommit: 'a',
      restartedBy: 4,
    });
    expect(plan.warnings).toEqual([]);
  });

  it('leaves a volume as it is where that cannot be undone', () => {
    const plan = roll(
      { storage: volume('fast', '200Gi') },
      { storage: volume('slow', '100Gi') },
      { enable_pvc: true, storage_class: 'slow', storage_size: '100Gi' },
    );
    expect(plan.resolved.storage).toEqual(volume('fast', '200Gi'));
    expect(plan.spec.deployment_config).toEqual({
      enable_pvc: true,
      storage_class: 'fast',
      storage_size: '200Gi',
    });
    expect(plan.warnings.map(({ code, field }) => [code, field])).toEqual([
      ['VolumeNotRestored', 'deployment_config.storage_class'],
      ['VolumeNotRestored', 'deployment_config.storage_size'],
    ]);
  });

  it('lets a volume grow, come and go', () => {
    const grown = roll(
      { storage: volume('fast', '100Gi') },
      { storage: volume('fast', '200Gi') },
    );
    expect(grown.resolved.storage).toEqual(volume('fast', '200Gi'));
    const none = { kind: 'none' } as const;
    const gone = roll({ storage: volume('fast', '1Gi') }, { storage: none });
    expect(gone.resolved.storage).toEqual(none);
    expect([...grown.warnings, ...gone.warnings]).toEqual([]);
  });

  it.each<[ResolvedModel['token'], ResolvedModel['token'], string, string[]]>([
    [{ kind: 'none' }, OWN, 'none', ['is kept nowhere']],
    [NAMED, OWN, 'none', ['is kept nowhere']],
    [OWN, OWN, 'own', ['stays the one of now']],
    [OWN, { kind: 'none' }, 'own', ['stays, though there was none']],
    [OWN, NAMED, 'named', []],
    [{ kind: 'none' }, NAMED, 'named', []],
    [{ kind: 'none' }, { kind: 'none' }, 'none', []],
  ])('with the token %j, and %j then, has %s', (now, then, kind, says) => {
    const plan = roll({ token: now }, { token: then });
    expect(plan.resolved.token.kind).toBe(kind);
    expect(plan.warnings).toHaveLength(says.length);
    says.forEach((text, index) =>
      expect(plan.warnings[index].message).toContain(text),
    );
  });
});

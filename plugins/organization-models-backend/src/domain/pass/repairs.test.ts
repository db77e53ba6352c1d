import { buildStoredModel } from '../../database/__testUtils__/buildStoredModel';
import { findContested, findContestedScale } from './repairs';

const NOW = new Date('2026-01-05T09:00:00.000Z');

const scaled = (times: number) =>
  Array.from({ length: times }, () => ({
    at: '2026-01-05T08:59:00.000Z',
    kind: 'Deployment',
    path: 'spec.replicas',
    manager: 'rival',
  }));

describe('findContestedScale', () => {
  const find = (times: number) =>
    findContestedScale(
      buildStoredModel({ id: 'mdl_1', heals: scaled(times) }),
      NOW,
    );

  it('gives in to who scales again and again, and names it', () => {
    expect(find(4)).toBeUndefined();
    expect(find(5)).toMatchObject({
      code: 'DriftContested',
      message: expect.stringContaining('rival keeps scaling'),
    });
  });

  it('is nothing against setting back the rest of the Deployment', () => {
    const manifest = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'a', namespace: 'models', labels: {} },
    };
    const apply = [{ manifest, why: 'drifted' as const }];
    expect(findContested(apply, scaled(9), NOW).planned).toEqual([]);
  });
});

import type { StoredModel } from '../facts/StoredModel';
import { nearQuotaNotices } from './nearQuotaNotices';
import { noticesOf, storedNotices } from './noticesOf';

const model = {
  id: 'mdl_1',
  name: 'qwen',
  generation: 2,
  spec: { display_name: 'Qwen' },
  statusReason: { code: 'X', message: 'm', hint: 'Ask for more' },
} as unknown as StoredModel;

const turned = (from: string, to: string, code = 'Code') => ({
  kind: 'status' as const,
  code,
  message: 'It is so',
  changes: [{ path: 'status', from, to }],
});

describe('noticesOf', () => {
  it.each<[string, string, string[]]>([
    ['creating', 'running', ['ready']],
    ['failed', 'running', ['ready']],
    ['degraded', 'running', []],
    ['creating', 'updating', []],
    ['running', 'failed', ['failed']],
    ['running', 'stopped', []],
  ])('from %s to %s tells %j', (from, to, kinds) => {
    const notices = noticesOf(model, [turned(from, to)]);
    expect(notices.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('says why it failed, and what to do, once for each reason', () => {
    const [notice] = noticesOf(model, [turned('creating', 'failed', 'NoGpu')]);
    expect(notice).toMatchObject({
      title: 'Qwen failed',
      description: 'It is so – Ask for more',
      severity: 'high',
      scope: 'mdl_1/2/failed/NoGpu',
    });
  });

  it('says nothing of a reason that changed alone', () => {
    expect(
      noticesOf(model, [{ kind: 'status', code: 'Other', message: 'm' }]),
    ).toEqual([]);
  });

  it('gathers what one pass healed', () => {
    const drift = (message: string) => ({
      kind: 'drift' as const,
      code: 'DriftHealed',
      message,
      changes: [{ path: 'status' }],
    });
    expect(noticesOf(model, [drift('a'), drift('b')])).toMatchObject([
      { kind: 'healed', description: 'a; b' },
    ]);
  });
});

describe('storedNotices', () => {
  it('tells of what was set back, and of nothing that people asked for', () => {
    const why = 'Generation 1 failed to start';
    const reverted = { ...model, onFailure: { action: 'reverted', why } };
    expect(storedNotices(reverted as StoredModel)).toMatchObject([
      { kind: 'rolledBack', title: 'Qwen was rolled back', description: why },
    ]);
    const asked = { ...model, onFailure: { action: 'rollback' } };
    expect(storedNotices(asked as StoredModel)).toEqual([]);
    expect(storedNotices(model)).toEqual([]);
  });
});

describe('nearQuotaNotices', () => {
  const told = (hard: object, used: object) =>
    nearQuotaNotices({
      organization_id: 'group:default/acme',
      hard,
      used: used as any,
    }).map(({ notice }) => notice.title);

  it.each<[object, object, string[]]>([
    [{ gpus: 10 }, { gpus: 8 }, []],
    [{ gpus: 10 }, { gpus: 9 }, ['gpus: 9 of 10 are in use']],
    [
      { memory: '1Ti' },
      { memory: '1000Gi' },
      ['memory: 1000Gi of 1Ti are in use'],
    ],
    [
      { gpus_by_type: { H100: 4 } },
      { gpus_by_type: { H100: 4 } },
      ['gpus_by_type.H100: 4 of 4 are in use'],
    ],
    [{ gpus: 0 }, { gpus: 0 }, []],
    [{}, { gpus: 9 }, []],
  ])('of %j with %j in use tells %j', (hard, used, titles) => {
    expect(told(hard, used)).toEqual(titles);
  });
});

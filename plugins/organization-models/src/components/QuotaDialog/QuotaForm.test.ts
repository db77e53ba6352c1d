import type { Quota } from '@orgmodels/backstage-plugin-organization-models-common';
import { type QuotaForm, readQuotaForm, toQuotaForm } from './QuotaForm';

const EMPTY: QuotaForm = {
  models: undefined,
  gpus: undefined,
  types: [],
  cpu: '',
  memory: '',
};

describe('readQuotaForm', () => {
  it('says again what holds', () => {
    const hard = {
      models: 0,
      gpus: 16,
      gpus_by_type: { H100: 8 },
      cpu: '64',
      memory: '1Ti',
    };
    const form = toQuotaForm({ hard } as Partial<Quota> as Quota);
    expect(readQuotaForm(form)).toEqual({ outcome: 'valid', hard });
  });

  it('leaves out what is empty', () => {
    const types = [{ key: 0, type: ' ', gpus: undefined }];
    expect(readQuotaForm({ ...EMPTY, types, cpu: ' ' })).toEqual({
      outcome: 'valid',
      hard: {},
    });
  });

  it.each<[Partial<QuotaForm>, string[]]>([
    [{ models: -1, gpus: 1.5 }, ['hard.models', 'hard.gpus']],
    [{ cpu: 'many', memory: '16' }, ['hard.cpu', 'hard.memory']],
    [{ types: [{ key: 7, type: '', gpus: 4 }] }, ['types.7']],
    [
      { types: [{ key: 7, type: 'H100', gpus: undefined }] },
      ['hard.gpus_by_type.H100'],
    ],
    [
      {
        types: [
          { key: 7, type: 'H100', gpus: 4 },
          { key: 8, type: 'H100 ', gpus: 8 },
        ],
      },
      ['types.8'],
    ],
    [
      {
        types: [
          { key: 7, type: 'H100', gpus: 4 },
          { key: 8, type: 'h-100', gpus: 8 },
        ],
      },
      ['hard.gpus_by_type.h-100'],
    ],
  ])('finds what is wrong with %j', (fields, expected) => {
    const read = readQuotaForm({ ...EMPTY, ...fields });
    expect(
      read.outcome === 'invalid' && read.problems.map(({ field }) => field),
    ).toEqual(expected);
  });
});

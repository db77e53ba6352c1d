import { toMarks } from './toMarks';

const at = (minute: number) => `2026-01-01T00:0${minute}:00.000Z`;

const wanted = (...values: (number | null)[]) => [
  {
    metric: 'replicas_wanted' as const,
    unit: 'replicas',
    points: values.map((value, minute) => ({ time: at(minute), value })),
  },
];

describe('toMarks', () => {
  it('tells when replicas were wanted more or fewer, over what is not known', () => {
    expect(toMarks([], wanted(null, 1, 1, null, 3, 2))).toEqual([
      {
        time: at(4),
        kind: 'scaling',
        code: 'ScaledUp',
        message: 'From 1 to 3 replicas',
      },
      {
        time: at(5),
        kind: 'scaling',
        code: 'ScaledDown',
        message: 'From 3 to 2 replicas',
      },
    ]);
    expect(toMarks([], [])).toEqual([]);
  });

  it('tells what people did, in order of time', () => {
    const entry = {
      id: '1',
      at: at(5),
      kind: 'action' as const,
      code: 'Updated',
      message: 'The model was changed',
      actor: 'user:default/ann',
      generation: 2,
    };
    const marks = toMarks(
      [entry, { ...entry, at: at(0), generation: undefined }],
      wanted(1, 2),
    );
    expect(marks).toEqual([
      {
        time: at(0),
        kind: 'deployment',
        code: 'Updated',
        message: 'The model was changed',
      },
      expect.objectContaining({ time: at(1), kind: 'scaling' }),
      expect.objectContaining({ time: at(5), generation: 2 }),
    ]);
  });
});

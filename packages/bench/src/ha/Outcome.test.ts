import { type Outcome, seeTrouble } from './Outcome';

const at = (moments: number[], failure?: string): Outcome[] =>
  moments.map(moment => ({ doing: 'read', at: moment, failure }));

const TROUBLE = { fault: 'x', from: 100, to: 200 };

describe('seeTrouble', () => {
  it.each([
    ['nothing happened', [90, 110, 130, 150, 170, 190], 20],
    ['it began before the trouble did', [40, 110, 150, 190], 70],
    ['it lasted until the end', [95, 105], 95],
    ['nobody ever got an answer', [], 100],
    ['what was long ago does not count', [10, 50, 99, 101, 150, 199], 49],
  ])('finds the longest gap: %s', (_, worked, gapMs) => {
    expect(seeTrouble(at(worked), TROUBLE, 'read').gapMs).toBe(gapMs);
  });

  it('counts failures by why, those of the trouble and of the kind', () => {
    const outcomes = [
      ...at([120, 130], '503'),
      ...at([140], 'no connection'),
      ...at([99, 201], '503'),
      ...at([150]),
      { doing: 'change', at: 150, failure: '500' } as const,
    ];
    expect(seeTrouble(outcomes, TROUBLE, 'read')).toMatchObject({
      worked: 1,
      failures: { '503': 2, 'no connection': 1 },
    });
  });
});

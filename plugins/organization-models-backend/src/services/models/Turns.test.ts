import { Turns } from './Turns';

describe('Turns', () => {
  it('lets one after the other work, in the order in which they came', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
      if (name === 'b') {
        throw new Error('b fails');
      }
      return name;
    };
    const answers = await Promise.allSettled([
      turns.take('model', work('a')),
      turns.take('model', work('b')),
      turns.take('model', work('c')),
    ]);
    expect(seen).toEqual([
      ...['a begins', 'a ends', 'b begins', 'b ends'],
      ...['c begins', 'c ends'],
    ]);
    expect(answers).toMatchObject([
      { value: 'a' },
      { reason: { message: 'b fails' } },
      { value: 'c' },
    ]);
  });

  it('keeps nobody waiting for others', async () => {
    const turns = new Turns();
    let finish = () => {};
    const slow = turns.take(
      'slow',
      () => new Promise<void>(resolve => (finish = resolve)),
    );
    expect(await turns.take('other', async () => 'done')).toBe('done');
    finish();
    await slow;
  });
});

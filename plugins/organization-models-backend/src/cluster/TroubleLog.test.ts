import { TroubleLog } from './TroubleLog';

describe('TroubleLog', () => {
  it('tells a trouble once, until it is another or was away', async () => {
    const told: string[] = [];
    const log = new TroubleLog({ warn: message => void told.push(message) });
    const turns = ['a', 'a', 'b', undefined, undefined, 'b', 'b'];
    for (const message of turns) {
      await log.watchOver('It cannot be kept', async () => {
        if (message) {
          throw new Error(message);
        }
      });
    }
    expect(told).toEqual([
      'It cannot be kept: Error: a',
      'It cannot be kept: Error: b',
      'It cannot be kept: Error: b',
    ]);
  });

  it('tells each trouble apart', async () => {
    const told: string[] = [];
    const log = new TroubleLog({ warn: message => void told.push(message) });
    const fail = () => Promise.reject(new Error('no'));
    await log.watchOver('One', fail);
    await log.watchOver('Another', fail);
    await log.watchOver('One', fail);
    expect(told).toEqual(['One: Error: no', 'Another: Error: no']);
  });
});

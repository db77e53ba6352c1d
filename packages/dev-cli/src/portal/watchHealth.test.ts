import { watchHealth, WatchedPart } from './watchHealth';

describe('watchHealth', () => {
  async function watch(part: Partial<WatchedPart>, looks: number) {
    const told: string[] = [];
    const ending = new AbortController();
    let seen = 0;
    const well = part.isWell!;
    await watchHealth(
      [
        {
          name: 'backend',
          describe: () => '.',
          ...part,
          isWell: async () => {
            if (++seen === looks) {
              ending.abort();
            }
            return well();
          },
        },
      ],
      {
        signal: ending.signal,
        tell: sentence => told.push(sentence),
        pause: async () => undefined,
      },
    );
    return told;
  }

  it('starts again what has ended, and tells it', async () => {
    let isThere = false;
    const startAgain = jest.fn(async () => {
      isThere = true;
    });
    const told = await watch(
      {
        isWell: async () => isThere,
        hasEnded: () => !isThere,
        startAgain,
      },
      8,
    );
    expect(startAgain).toHaveBeenCalledTimes(1);
    expect(told).toEqual(['The backend has ended, and is started again.']);
  });

  it('gives up on what does not come up, and says that it does not answer', async () => {
    const startAgain = jest.fn(async () => undefined);
    const told = await watch(
      { isWell: async () => false, hasEnded: () => true, startAgain },
      20,
    );
    expect(startAgain).toHaveBeenCalledTimes(3);
    expect(told.at(-1)).toBe('The backend no longer answers.');
  });

  it('leaves what only takes its time', async () => {
    const startAgain = jest.fn(async () => undefined);
    await watch(
      { isWell: async () => false, hasEnded: () => false, startAgain },
      20,
    );
    expect(startAgain).not.toHaveBeenCalled();
  });
});

import { waitFor } from './waitFor';

describe('waitFor', () => {
  it('returns the first truthy value', async () => {
    const values = [undefined, 0, '', 'there', 'later'];
    const seen = await waitFor('a value', () => values.shift(), {
      intervalMs: 1,
    });
    expect(seen).toBe('there');
  });

  it('takes an error for "not yet"', async () => {
    let looks = 0;
    const look = async () => {
      looks += 1;
      if (looks < 3) throw new Error('refused');
      return looks;
    };
    expect(await waitFor('an answer', look, { intervalMs: 1 })).toBe(3);
  });

  it('fails with what it waited for and what it saw last', async () => {
    const wait = waitFor('the pod to run', () => false, {
      timeoutMs: 20,
      intervalMs: 1,
    });
    await expect(wait).rejects.toThrow(
      'waited 0.02 s for the pod to run; last seen: false',
    );
  });

  it('fails with the last error as its cause', async () => {
    const cause = new Error('refused');
    const look = () => Promise.reject(cause);
    const wait = waitFor('an answer', look, { timeoutMs: 0 });
    await expect(wait).rejects.toMatchObject({
      message: expect.stringContaining('last seen: an error: Error: refused'),
      cause,
    });
  });

  it('ends when it is given up', async () => {
    const giveUp = new AbortController();
    const wait = waitFor('nothing', () => false, { signal: giveUp.signal });
    giveUp.abort();
    await expect(wait).rejects.toThrow(/abort/i);
  });
});

import { Pauses } from './Pauses';

const LONG_MS = 60_000;

describe('Pauses', () => {
  it('ends all that are waited for, and none after that', async () => {
    const pauses = new Pauses();
    const abort = new AbortController();
    const wait = () => pauses.wait(LONG_MS, abort.signal);
    const waiting = [wait(), wait()];
    pauses.end();
    await Promise.all(waiting);
    let isOver = false;
    const later = wait().then(() => {
      isOver = true;
    });
    await pauses.wait(1, abort.signal);
    expect(isOver).toBe(false);
    abort.abort();
    await later;
  });
});

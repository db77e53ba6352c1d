import { startPolling, VisitOutcome } from './startPolling';

const PACE = { fastestMs: 5_000, slowestMs: 12_000 };

function look(at: 'visible' | 'hidden') {
  jest.spyOn(document, 'visibilityState', 'get').mockReturnValue(at);
  document.dispatchEvent(new Event('visibilitychange'));
}

describe('startPolling', () => {
  const visit = jest.fn<Promise<VisitOutcome>, [AbortSignal]>();
  const start = () => startPolling(visit, PACE);
  let stop: () => void = () => {};

  beforeEach(() => {
    jest.useFakeTimers();
    visit.mockReset().mockResolvedValue('unchanged');
  });

  afterEach(() => {
    stop();
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('visits at once, then more and more slowly while nothing changes', async () => {
    ({ stop } = start());
    await jest.advanceTimersByTimeAsync(0);
    expect(visit).toHaveBeenCalledTimes(1);

    await jest.advanceTimersByTimeAsync(7_500);
    expect(visit).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(11_250);
    expect(visit).toHaveBeenCalledTimes(3);
    await jest.advanceTimersByTimeAsync(12_000);
    expect(visit).toHaveBeenCalledTimes(4);
  });

  it('is quick again after a change', async () => {
    ({ stop } = start());
    await jest.advanceTimersByTimeAsync(7_499);
    visit.mockResolvedValue('changed');
    await jest.advanceTimersByTimeAsync(1);
    expect(visit).toHaveBeenCalledTimes(2);

    await jest.advanceTimersByTimeAsync(5_000);
    expect(visit).toHaveBeenCalledTimes(3);
  });

  it('rests while the tab is hidden, and looks at once when it is back', async () => {
    ({ stop } = start());
    await jest.advanceTimersByTimeAsync(2_000);
    look('hidden');
    await jest.advanceTimersByTimeAsync(600_000);
    expect(visit).toHaveBeenCalledTimes(1);

    look('visible');
    await jest.advanceTimersByTimeAsync(0);
    expect(visit).toHaveBeenCalledTimes(2);
  });

  it('does not let a storm of hints become a storm of visits', async () => {
    const polling = start();
    ({ stop } = polling);
    for (let hint = 0; hint < 100; hint += 1) {
      polling.visitNow();
      await jest.advanceTimersByTimeAsync(20);
    }
    expect(visit.mock.calls.length).toBeLessThanOrEqual(3);
  });

  it('visits again after a hint during a visit', async () => {
    let finish: (outcome: VisitOutcome) => void = () => {};
    visit.mockReturnValueOnce(
      new Promise(resolve => {
        finish = resolve;
      }),
    );
    const polling = start();
    ({ stop } = polling);
    await jest.advanceTimersByTimeAsync(0);
    polling.visitNow();
    finish('ended');

    await jest.advanceTimersByTimeAsync(1_000);
    expect(visit).toHaveBeenCalledTimes(2);
  });

  it('ends when there is no more to see, until it is asked', async () => {
    visit.mockResolvedValue('ended');
    const polling = start();
    ({ stop } = polling);
    await jest.advanceTimersByTimeAsync(600_000);
    expect(visit).toHaveBeenCalledTimes(1);

    polling.visitNow();
    await jest.advanceTimersByTimeAsync(0);
    expect(visit).toHaveBeenCalledTimes(2);
  });

  it('gives up what is under way when it is stopped', async () => {
    visit.mockReturnValue(new Promise(() => {}));
    ({ stop } = start());
    await jest.advanceTimersByTimeAsync(0);
    const [signal] = visit.mock.calls[0];
    expect(signal.aborted).toBe(false);

    stop();
    expect(signal.aborted).toBe(true);
  });

  it('visits no more after it was stopped', async () => {
    const polling = start();
    await jest.advanceTimersByTimeAsync(0);
    polling.stop();
    polling.visitNow();
    await jest.advanceTimersByTimeAsync(600_000);
    expect(visit).toHaveBeenCalledTimes(1);
  });
});

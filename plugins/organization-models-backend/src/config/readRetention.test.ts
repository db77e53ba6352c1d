import { ConfigReader } from '@backstage/config';
import { readRetention } from './readRetention';

describe('readRetention', () => {
  it('keeps usage for ever, unless it is told how long', () => {
    expect(readRetention(undefined)).toEqual({
      generations: { days: 365, last: 50 },
      history: { days: 365, last: 500 },
      crashLogs: { days: 90 },
      usage: undefined,
    });
    const retention = { usage: { days: 400 }, generations: { last: 5 } };
    expect(readRetention(new ConfigReader({ retention }))).toMatchObject({
      generations: { days: 365, last: 5 },
      usage: { days: 400 },
    });
  });

  it.each([
    [{ generations: { last: 0 } }, 'retention.generations.last must be'],
    [{ history: { days: 1.5 } }, 'retention.history.days must be'],
    [{ usage: { days: 7 } }, 'must be a whole number from 31, not 7'],
  ])('refuses %j', (retention, message) => {
    expect(() => readRetention(new ConfigReader({ retention }))).toThrow(
      message,
    );
  });
});

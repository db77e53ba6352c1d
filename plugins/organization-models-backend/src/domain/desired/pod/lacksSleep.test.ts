import { lacksSleep } from './lacksSleep';

describe('lacksSleep', () => {
  it.each([
    ['v1.28.15', true],
    ['v1.29.4-gke.1043002', true],
    ['v1.30.0', false],
    ['v1.36.3+k3s1', false],
    ['v2.1.0', false],
    [undefined, false],
  ])('is, of %s, %s', (version, expected) => {
    expect(lacksSleep(version)).toBe(expected);
  });
});

import { formatBytes, formatCores, parseQuantity } from './quantity';

describe('parseQuantity', () => {
  it.each([
    ['2000m', 2],
    ['0.5', 0.5],
    ['.5', 0.5],
    ['16Gi', 16 * 2 ** 30],
    ['1k', 1000],
    ['1e3', 1000],
    ['12E', 12e18],
    ['1Ki', 1024],
    ['-1', -1],
    ['0.1m', 0.0001],
    ['1.1Gi', 1181116006.4],
    ['24Gi ', 24 * 2 ** 30],
  ])('reads %s', (text, value) => {
    expect(parseQuantity(text)).toBe(value);
  });

  it.each(['', 'Gi', '1 Gi', '1gi', '1GiB', 'one', '1..2', '0x10'])(
    'refuses %p',
    text => {
      expect(parseQuantity(text)).toBeUndefined();
    },
  );
});

describe('formatBytes', () => {
  it('writes the shortest exact binary quantity', () => {
    expect(formatBytes(16 * 2 ** 30)).toBe('16Gi');
    expect(formatBytes(1.5 * 2 ** 30)).toBe('1536Mi');
    expect(formatBytes(1000)).toBe('1000');
    expect(formatBytes(0)).toBe('0');
  });
});

describe('formatCores', () => {
  it('writes whole cores plainly and parts in thousandths', () => {
    expect(formatCores(2)).toBe('2');
    expect(formatCores(1.5)).toBe('1500m');
  });
});

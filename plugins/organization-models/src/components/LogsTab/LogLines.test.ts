import { LogLines } from './LogLines';

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({
    line: `${from + index}`,
  }));

describe('LogLines', () => {
  it('grows at its end', () => {
    const lines = new LogLines({ showsPods: false });
    lines.append([{ line: 'a' }]);
    lines.append([]);
    lines.append([{ line: 'b' }, { line: 'c' }]);
    expect(lines.text).toBe('a\nb\nc');
  });

  it('tells by the end of their names which pods say it', () => {
    const lines = new LogLines({ showsPods: true });
    lines.append([{ line: 'up', pod: 'qwen-5d8f7c-x2k9p' }, { line: 'gap' }]);
    expect(lines.text).toBe('x2k9p │ up\ngap');
  });

  it('keeps the newest 50,000 at the most', () => {
    const lines = new LogLines({ showsPods: false });
    lines.append(numbered(0, 50_000));
    expect(lines.count).toBe(50_000);
    lines.append(numbered(50_000, 50_001));
    expect(lines.count).toBe(45_000);
    expect(lines.text.startsWith('5001\n')).toBe(true);
    expect(lines.text.endsWith('\n50000')).toBe(true);
  });
});

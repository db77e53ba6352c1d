import { cleanText } from './cleanText';
import { LineSplitter, LONGEST_LINE } from './LineSplitter';
import { ResumePoint } from './ResumePoint';
import { toInstant } from './toInstant';
import { toLogLine } from './toLogLine';

const PLACE = { pod: 'm-1', container: 'vllm' };
const BEFORE = '2026-01-01T00:00:00.000000000Z';
const STAMP = '2026-01-01T00:00:05.1Z';

/** The lines of a log that comes in chunks of so many bytes. */
function read(bytes: Uint8Array | string, chunk = 1 << 20) {
  const splitter = new LineSplitter();
  const all = Buffer.from(bytes);
  const lines = [];
  for (let at = 0; at < all.length; at += chunk) {
    lines.push(...splitter.push(all.subarray(at, at + chunk)));
  }
  lines.push(...splitter.end());
  return lines.map(line => toLogLine(line, PLACE, { before: BEFORE }));
}

describe('a log', () => {
  it('is split into lines, each with its time in UTC', () => {
    const text = `${STAMP} first\n2026-01-01T02:00:06.25+02:00 \nno time\nend`;
    expect(read(text)).toEqual([
      { time: '2026-01-01T00:00:05.100000000Z', ...PLACE, line: 'first' },
      { time: '2026-01-01T00:00:06.250000000Z', ...PLACE, line: '' },
      { time: BEFORE, ...PLACE, line: 'no time' },
      { time: BEFORE, ...PLACE, line: 'end' },
    ]);
  });

  it.each([1, 2, 3, 5, 7, 64])(
    'keeps secrets hidden and characters whole in chunks of %d',
    chunk => {
      const text = `${STAMP} tökén hf_abcdefghijklmnop of https://me:pw@hub/x\n`;
      expect(read(text, chunk).map(({ line }) => line)).toEqual([
        'tökén ******** of https://********@hub/x',
      ]);
    },
  );

  it('replaces bytes that are no UTF-8', () => {
    const bytes = Buffer.concat([
      Buffer.from(`${STAMP} a`),
      Buffer.from([0xff, 0xc3]),
      Buffer.from('b\n'),
    ]);
    expect(read(bytes)[0].line).toBe('a\ufffd\ufffdb');
  });

  it('is cut where a line is too long, and says by how much', () => {
    const [{ line }, next] = read(
      `${STAMP} ${'x'.repeat(LONGEST_LINE)}${'y'.repeat(100_000)}\n${STAMP} z`,
      1000,
    );
    expect(line.length).toBeLessThan(LONGEST_LINE + 50);
    expect(line).toMatch(/^x+ … \[100000 bytes cut off\]$/);
    expect(next.line).toBe('z');
  });

  it('shows the newest of a progress bar that was written over for hours', () => {
    const bar = Array.from({ length: 9_000 }, (_, step) => `${step} of 9000`);
    for (const chunk of [1, 700, 1 << 20]) {
      const text = `${STAMP} ${bar.join('\r')}\r\n${STAMP} z`;
      expect(read(text, chunk)).toMatchObject([
        { time: '2026-01-01T00:00:05.100000000Z', line: '8999 of 9000' },
        { line: 'z' },
      ]);
    }
  });

  it('shows nothing of a secret that the cut would halve', () => {
    const head = 'x'.repeat(LONGEST_LINE - 10);
    const [{ line }] = read(`${STAMP} ${head} hf_${'a'.repeat(40)}\n`);
    expect(line).not.toMatch(/hf_/);
  });

  it('says that a kubelet has removed it, and takes no line for that', () => {
    const text = 'unable to retrieve container logs for containerd://abc';
    expect(read(text)[0]).toMatchObject({ marker: 'collected' });
    expect(read(text)[0].line).not.toMatch(/containerd/);
    expect(read(`${STAMP} ${text}`)[0]).toMatchObject({ line: text });
  });
});

describe('cleanText', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007text', 'text'],
    ['\u001b]8;;http://x\u001b\\link', 'link'],
    ['\u009b1mbold', 'bold'],
    ['0%\r50%\r100%\r', '100%'],
    ['a\tb\u0000\u0008c', 'a\tbc'],
    ['\u202eevil', 'evil'],
    ['Authorization: Bearer abc.def-ghi', 'Authorization: Bearer ********'],
    [
      "non-default args: {'api_key': ['s3cret-key'], 'port': 8000}",
      "non-default args: {'api_key': ['********'], 'port': 8000}",
    ],
    ['--api-key s3cret-key --port 1', '--api-key ******** --port 1'],
    ["api_key=None, 'max_tokens': 16384", "api_key=None, 'max_tokens': 16384"],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ])('%j', (text, cleaned) => {
    expect(cleanText(text)).toBe(cleaned);
  });

  it('takes no time for a long line of escapes', () => {
    const begun = performance.now();
    cleanText('\u001b]'.repeat(30_000));
    cleanText('api_key '.repeat(8_000));
    expect(performance.now() - begun).toBeLessThan(500);
  });
});

describe('toInstant', () => {
  it.each([
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000000000Z'],
    ['2026-01-01T00:00:00.12+05:30', '2025-12-31T18:30:00.120000000Z'],
    ['yesterday', undefined],
    ['2026-13-01T00:00:00Z', undefined],
  ])('%s', (text, instant) => {
    expect(toInstant(text)).toBe(instant);
  });
});

describe('ResumePoint', () => {
  const at = (second: number) => ({
    time: toInstant(`2026-01-01T00:00:0${second}Z`)!,
  });

  it('passes every line once, also of one time, however often it begins anew', () => {
    const log = [1, 1, 2, 3, 3, 3, 4].map(at);
    for (let broken = 0; broken <= log.length; broken++) {
      const point = new ResumePoint(BEFORE);
      const passed = log.slice(0, broken).filter(line => point.isNew(line));
      for (const end of [broken, log.length]) {
        point.reopen();
        const from = log.filter(({ time }) => time >= point.since);
        const missing = log.length - end;
        passed.push(
          ...from
            .slice(0, from.length - missing)
            .filter(line => point.isNew(line)),
        );
      }
      expect(passed).toEqual(log);
    }
  });
});

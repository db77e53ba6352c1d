import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readReplays, toReplay } from './readReplays';

const HEAD = [
  '# case: arg_bad',
  '# why: an option that nobody knows',
  '# exit code: 2',
  '# ready after: None s',
  '',
];

describe('toReplay', () => {
  it('plays a failure again and again, as its head has it', () => {
    const { steps, summary, logs } = toReplay(
      'replay-arg-bad',
      [...HEAD, '    6.9 usage: vllm', '    7.0 vllm: error: no'].join('\n'),
    );
    expect(summary).toBe('an option that nobody knows');
    expect(logs?.crash).toEqual(['usage: vllm', 'vllm: error: no']);
    expect(steps.find(({ name }) => name === 'Crashed')?.engine).toMatchObject({
      terminated: 'Error',
      exitCode: 2,
    });
  });

  it('knows the exit code of a signal', () => {
    const { steps } = toReplay('replay-x', '# exit code: -9\n\n 1.0 a\n');
    expect(steps.find(({ name }) => name === 'Crashed')?.engine).toMatchObject({
      exitCode: 137,
    });
  });

  const served = '# exit code: 0\n# ready after: 53.2 s\n';

  it('serves where the engine did', () => {
    const { steps, logs } = toReplay(
      'replay-ok',
      `${served}# seconds from SIGTERM to exit: 1.0\n\n 1.0 up\n`,
    );
    expect(steps.at(-1)?.engine).toEqual({ running: 'serving' });
    expect(steps.map(({ name }) => name)).not.toContain('Exited');
    expect(logs?.serving).toEqual(['up']);
  });

  it('ends where the engine did though nobody asked it to', () => {
    const { steps } = toReplay('replay-died', `${served}\n 1.0 up\n`);
    expect(steps.find(({ name }) => name === 'Exited')?.engine).toEqual({
      terminated: 'Completed',
      exitCode: 0,
    });
  });

  it('takes a bare log for that of a failure', () => {
    const { logs } = toReplay('replay-bare', '12.5 is a number\nValueError: x');
    expect(logs?.crash).toEqual(['12.5 is a number', 'ValueError: x']);
  });
});

describe('readReplays', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'replays-'));

  afterAll(() => rmSync(folder, { recursive: true }));

  it('names what is missing, and what is there twice', () => {
    expect(() => readReplays(folder)).toThrow('holds no log');
    writeFileSync(path.join(folder, 'Hub_DNS.txt'), 'a');
    writeFileSync(path.join(folder, 'notes.md'), 'b');
    expect(readReplays(folder).map(({ name }) => name)).toEqual([
      'replay-hub-dns',
    ]);
    writeFileSync(path.join(folder, 'hub-dns.log'), 'c');
    expect(() => readReplays(folder)).toThrow('two logs');
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { findProcess, isAlive, sendSignal } from './findProcess';

describe('findProcess', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'find-process-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  async function pidFile(content: string) {
    const file = path.join(directory, 'some.pid');
    await writeFile(file, content);
    return file;
  }

  it('finds a process by its number and its mark', async () => {
    const process = spawn('sleep', ['60.125']);
    const file = await pidFile(`${process.pid}\nmore lines\n`);
    expect(findProcess(file, { mark: '60.125' })).toBe(process.pid);
    expect(findProcess(file, { mark: 'another' })).toBeUndefined();

    const over = once(process, 'exit');
    sendSignal(process.pid!, 'SIGKILL');
    await over;
    expect(findProcess(file, { mark: '60.125' })).toBeUndefined();
    expect(isAlive(process.pid!)).toBe(false);
    sendSignal(process.pid!, 'SIGKILL'); // does not mind
  });

  it('finds none without a file or with another content', async () => {
    const missing = path.join(directory, 'missing.pid');
    expect(findProcess(missing, { mark: '' })).toBeUndefined();
    const file = await pidFile('not a number');
    expect(findProcess(file, { mark: '' })).toBeUndefined();
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  claimRun,
  clearRunState,
  readRunState,
  runStateFile,
  updateRunState,
} from './RunState';
import { identifyProcess } from '../processes/processIdentity';

describe('RunState', () => {
  let directory: string;
  const write = (content: string) =>
    writeFileSync(path.join(directory, runStateFile), content);

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'run-state-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('belongs to the first who claims the directory', () => {
    expect(claimRun(directory)).toBeUndefined();
    expect(claimRun(directory)).toMatchObject({
      phase: 'starting',
      supervisor: { pid: process.pid },
    });
  });

  it('can be claimed in a directory that does not exist yet', () => {
    expect(claimRun(path.join(directory, 'new'))).toBeUndefined();
  });

  it('tells others what its owner says', () => {
    claimRun(directory);
    updateRunState(directory, { phase: 'ready' });
    expect(readRunState(directory)?.phase).toBe('ready');
  });

  it('is free again when cleared', () => {
    claimRun(directory);
    clearRunState(directory);
    expect(readRunState(directory)).toBeUndefined();
    expect(claimRun(directory)).toBeUndefined();
  });

  it('is free when its owner was killed', () => {
    const { pid } = spawnSync('true');
    const supervisor = { pid, startedAt: 'once' };
    write(JSON.stringify({ supervisor, phase: 'ready' }));
    expect(readRunState(directory)).toBeUndefined();
    expect(claimRun(directory)).toBeUndefined();
  });

  it('is free when another process has got the number of its killed owner', () => {
    const { pid } = identifyProcess(process.pid)!;
    write(
      JSON.stringify({
        supervisor: { pid, startedAt: 'earlier' },
        phase: 'ready',
      }),
    );
    expect(readRunState(directory)).toBeUndefined();
    expect(claimRun(directory)).toBeUndefined();
  });

  it.each(['', '{"supervisor":', 'null', '{}'])(
    'is free when what was written is %p',
    content => {
      write(content);
      expect(readRunState(directory)).toBeUndefined();
      expect(claimRun(directory)).toBeUndefined();
    },
  );

  it('is not changed by anyone but its owner', () => {
    const supervisor = identifyProcess(process.ppid);
    write(JSON.stringify({ supervisor, phase: 'ready' }));
    updateRunState(directory, { phase: 'stopping' });
    expect(readRunState(directory)?.phase).toBe('ready');
  });
});

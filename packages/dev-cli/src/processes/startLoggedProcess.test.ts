import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { waitFor } from '@orgmodels/dev-cluster';
import { identifyProcess } from './processIdentity';
import { LoggedProcess, startLoggedProcess } from './startLoggedProcess';

jest.setTimeout(30_000);

describe('startLoggedProcess', () => {
  let directory: string;
  let started: LoggedProcess;
  const start = (script: string) => {
    started = startLoggedProcess('shell', {
      command: 'sh',
      args: ['-c', script],
      cwd: directory,
      logFile: path.join(directory, 'logs/shell.log'),
    });
    return started;
  };
  const readLog = () => readFileSync(started.logFile, 'utf8');

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'logged-process-'));
  });
  afterEach(async () => {
    await started.stop();
    rmSync(directory, { recursive: true });
  });

  it('writes what the process says, on either stream, into its log', async () => {
    await start('echo out; echo err >&2').ended;
    expect(readLog()).toBe('out\nerr\n');
  });

  it('tells how the process ended', async () => {
    expect(await start('exit 3').ended).toEqual({
      reason: 'with exit code 3',
    });
  });

  it('tells when the command does not exist', async () => {
    started = startLoggedProcess('nothing', {
      command: path.join(directory, 'nothing'),
      args: [],
      cwd: directory,
      logFile: path.join(directory, 'nothing.log'),
    });
    expect((await started.ended).reason).toContain('ENOENT');
  });

  it('stops the children too, also when their parent is gone already', async () => {
    start('sleep 1000 & echo $!; exit 1');
    await started.ended;
    const child = Number(readLog());
    expect(identifyProcess(child)).toBeDefined();
    await started.stop();
    await waitFor('the child to be gone', () => !identifyProcess(child));
  });

  it('can be stopped twice', async () => {
    start('sleep 1000');
    await started.stop();
    await started.stop();
    expect(await started.ended).toEqual({ reason: 'by SIGTERM' });
  });
});

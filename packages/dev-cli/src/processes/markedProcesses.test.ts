import {
  execFileSync,
  StdioOptions,
  spawn as spawnProcess,
} from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { waitFor } from '@orgmodels/dev-cluster';
import { identifyProcess } from './processIdentity';
import {
  findMarkedProcesses,
  markProcesses,
  stopMarkedProcesses,
  withoutMark,
} from './markedProcesses';

jest.setTimeout(30_000);

describe('markedProcesses', () => {
  // Jest's process.env is a copy, which spawn does not know by itself.
  const spawn = (
    command: string,
    args: string[],
    env = process.env,
    stdio: StdioOptions = 'ignore',
  ) => spawnProcess(command, args, { env, detached: true, stdio });

  const mark = `/a test of markedProcesses/${process.pid}`;
  const before = { ...process.env };
  const unmarked: number[] = [];

  beforeEach(() => markProcesses(mark));
  afterEach(async () => {
    await stopMarkedProcesses(mark, { graceMs: 0 });
    process.env = before;
    unmarked.splice(0).forEach(pid => process.kill(pid, 'SIGKILL'));
  });

  it('finds and stops daemons whose parent has ended', async () => {
    const parent = spawn('sh', ['-c', 'sleep 1000 & exit 0']);
    await once(parent, 'exit');
    // Until it is what it is to be, its environment may not be there to be read
    const daemon = await waitFor('the daemon to be a sleep', () =>
      findMarkedProcesses(mark).find(pid => nameOf(pid) === 'sleep'),
    );
    expect(await stopMarkedProcesses(mark)).toBe(1);
    expect(identifyProcess(daemon)).toBeUndefined();
  });

  it('stops by force what does not end by itself', async () => {
    const script = 'trap "" TERM; while :; do sleep 1000; done';
    spawn('sh', ['-c', script]);
    await waitFor(
      'the shell and its child',
      () => findMarkedProcesses(mark).length === 2,
    );
    await stopMarkedProcesses(mark, { graceMs: 100 });
    await waitFor('nothing', () => findMarkedProcesses(mark).length === 0);
  });

  it('waits until the ports of what it ends are free', async () => {
    const script = `require("net").createServer().listen(0, "127.0.0.1", function () {
      require("fs").writeSync(1, String(this.address().port));
    })`;
    const listener = spawn(process.execPath, ['-e', script], process.env, [
      'ignore',
      'pipe',
      'ignore',
    ]);
    const [port] = await once(listener.stdout!, 'data');
    await stopMarkedProcesses(mark, { graceMs: 0 });
    const server = createServer().listen(Number(port), '127.0.0.1');
    await once(server, 'listening');
    expect(server.listening).toBe(true);
    server.close();
  });

  it('leaves alone what carries no mark or that of another directory', async () => {
    const other = `${mark}/below`;
    markProcesses(other);
    unmarked.push(spawn('sleep', ['1000']).pid!);
    unmarked.push(spawn('sleep', ['1000'], withoutMark(process.env)).pid!);
    expect(await stopMarkedProcesses(mark)).toBe(0);
    expect(findMarkedProcesses(other)).toEqual([unmarked[0]]);
    expect(unmarked.every(pid => identifyProcess(pid))).toBe(true);
  });
});

function nameOf(pid: number): string {
  const name =
    process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/comm`, 'utf8')
      : execFileSync('ps', ['-o', 'comm=', '-p', String(pid)]).toString();
  return name.trim();
}

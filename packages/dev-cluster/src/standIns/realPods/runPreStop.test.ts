import { runPreStop } from './runPreStop';

const command = (script: string) => ({
  command: { program: 'sh', args: ['-c', script], env: { PATH: '/bin' } },
});

const run = (preStop: Parameters<typeof runPreStop>[0], signal: AbortSignal) =>
  runPreStop(preStop, { cwd: '/', signal });

describe('runPreStop', () => {
  const { signal } = new AbortController();

  it('runs a command to its end, and says how a bad one ended', async () => {
    expect(await run(command('exit 0'), signal)).toBeUndefined();
    expect(await run(command('exit 3'), signal)).toBe('command exited with 3');
    const missing = { program: 'no-such-program', args: [], env: {} };
    expect(await run({ command: missing }, signal)).toMatch(/ENOENT/);
  });

  it('ends at once when the time is over', async () => {
    for (const preStop of [command('sleep 60'), { sleepSeconds: 60 }]) {
      const ending = new AbortController();
      const done = run(preStop, ending.signal);
      ending.abort();
      expect(await done).toBeUndefined();
    }
  });
});

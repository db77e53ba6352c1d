import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a command with its output shown.
 * @returns its exit code; 1 when it was ended by a signal
 */
export async function runCommand(
  [command, ...args]: string[],
  options: {
    cwd: string;
    env?: Record<string, string>;
    signal: AbortSignal;
  },
): Promise<number> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    // Standard output is kept for the closing line.
    stdio: ['ignore', process.stderr, process.stderr],
  });
  const stop = () => child.kill('SIGTERM');
  options.signal.addEventListener('abort', stop);
  const [code] = await once(child, 'close');
  options.signal.removeEventListener('abort', stop);
  return code ?? 1;
}

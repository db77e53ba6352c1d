import execa from 'execa';
import { DevError } from '../DevError';

/**
 * Runs a piece of bash.
 * @throws DevError with the end of what it wrote, when it fails
 */
export async function runOrFail(
  script: string,
  options: { cwd: string; env?: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<{ stdout: string }> {
  const { cwd, env, signal } = options;
  const child = execa('bash', ['-euo', 'pipefail', '-c', script], {
    cwd,
    env,
    extendEnv: !env,
    all: true,
    stdin: 'ignore',
    reject: false,
  });
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  const { exitCode, stdout, all } = await child;
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (exitCode !== 0) {
    throw new DevError(
      `This failed with exit code ${exitCode}:\n${script}\n${all?.slice(
        -4_000,
      )}`,
    );
  }
  return { stdout };
}

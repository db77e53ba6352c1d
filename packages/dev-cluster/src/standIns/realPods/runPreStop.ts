import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Command } from './buildCommand';

/** What is to be done before a container is asked to end. */
export type PreStop =
  | { readonly sleepSeconds: number }
  | { readonly command: Command };

/**
 * Does it. Its output is nobody's, as on a node.
 *
 * @param options - `signal`: ends it, whatever it is at
 * @returns what was the matter with it: the container is asked to end all the same
 */
export async function runPreStop(
  preStop: PreStop,
  { cwd, signal }: { cwd: string; signal: AbortSignal },
): Promise<string | undefined> {
  try {
    return 'command' in preStop
      ? await runCommand(preStop.command, { cwd, signal })
      : await delay(preStop.sleepSeconds * 1_000, undefined, { signal });
  } catch (error) {
    return signal.aborted ? undefined : (error as Error).message;
  }
}

async function runCommand(
  { program, args, env }: Command,
  options: { cwd: string; signal: AbortSignal },
): Promise<string | undefined> {
  const child = spawn(program, args, {
    ...options,
    env,
    killSignal: 'SIGKILL',
    stdio: 'ignore',
  });
  const [code] = await once(child, 'exit', { signal: options.signal });
  return code === 0 ? undefined : `command exited with ${code}`;
}

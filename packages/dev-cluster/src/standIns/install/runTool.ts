import execa from 'execa';

/** How a program is run. */
export interface ToolOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/**
 * Runs a program to its end, and returns what it printed.
 *
 * @throws Error with the last line that it said
 */
export async function runTool(
  program: string,
  args: readonly string[],
  { cwd, env, signal }: ToolOptions = {},
): Promise<string> {
  const child = execa(program, args, { cwd, env, stdin: 'ignore' });
  const cancel = () => child.kill();
  signal?.addEventListener('abort', cancel);
  try {
    return (await child).stdout;
  } catch (error) {
    signal?.throwIfAborted();
    const { stderr, shortMessage } = error as execa.ExecaError;
    const last = stderr?.trim().split('\n').at(-1);
    throw new Error(`${program} failed: ${last || shortMessage}`);
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

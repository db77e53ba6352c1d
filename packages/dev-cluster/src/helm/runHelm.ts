import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ensureHelm } from '../../control-plane/build.mjs';

/**
 * Runs helm and returns what it prints; it is built when it is first needed.
 *
 * @throws Error whose `stderr` is what helm said
 */
export async function runHelm(
  args: readonly string[],
  options: { kubeconfig?: string } = {},
): Promise<string> {
  const helm = path.join(await ensureHelm(), 'helm');
  const { stdout } = await promisify(execFile)(helm, [...args], {
    env: { ...process.env, KUBECONFIG: options.kubeconfig ?? '/dev/null' },
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

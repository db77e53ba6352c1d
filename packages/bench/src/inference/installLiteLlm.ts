import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { installOnce, runTool } from '@orgmodels/dev-cluster';

const PINS = path.resolve(__dirname, '../../litellm/requirements.txt');

/**
 * Installs LiteLLM's proxy, once for all checkouts of this machine: wheels alone,
 * so that nothing runs while it is installed, and by their hashes.
 *
 * @returns the folder of its programs
 */
export async function installLiteLlm(): Promise<string> {
  const key = createHash('sha256')
    .update(await readFile(PINS))
    .digest('hex')
    .slice(0, 16);
  const folder = await installOnce(['litellm', key], async venv => {
    await runTool('python3', ['-m', 'venv', venv]);
    await runTool(path.join(venv, 'bin', 'python3'), [
      ...['-m', 'pip', 'install', '--quiet', '--no-deps', '--require-hashes'],
      ...['--only-binary', ':all:', '--requirement', PINS],
    ]);
  });
  return path.join(folder, 'bin');
}

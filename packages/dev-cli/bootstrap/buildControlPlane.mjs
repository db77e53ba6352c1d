import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { checkout } from './checkout.mjs';
import { DevError } from './DevError.mjs';

const program = join(checkout, 'packages/dev-cluster/control-plane/build.mjs');

/**
 * Builds the control plane's binaries and reads the custom resource definitions, unless the cache has them.
 *
 * In a process group of its own, so that Go's compilers end with it when the user changes his mind.
 */
export async function buildControlPlane({ steps, signal }) {
  await steps.run('control plane at hand', () => build({ steps, signal }), {
    quietBelowMs: 1_000,
  });
}

async function build({ steps, signal }) {
  const child = spawn(process.execPath, [program], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stopGroup = () => process.kill(-child.pid, 'SIGTERM');
  signal.addEventListener('abort', stopGroup, { once: true });
  const lines = [];
  createInterface(child.stderr).on('line', line => {
    lines.push(line);
    if (/^(building|waiting)/.test(line)) {
      steps.note(`… ${line}`);
    }
  });
  const [code] = await once(child, 'close');
  signal.removeEventListener('abort', stopGroup);
  if (code !== 0) {
    throw new DevError(lines.slice(-16).join('\n'));
  }
}

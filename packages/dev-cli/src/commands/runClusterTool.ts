import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import {
  ensureBinaries,
  ensureHelm,
} from '@orgmodels/dev-cluster/control-plane';
import { requireRunning } from './requireRunning';

/** Runs kubectl or helm with the running portal's cluster. */
export async function runClusterTool(
  tool: 'kubectl' | 'helm',
  args: string[],
): Promise<number> {
  const { kubeconfig } = requireRunning();
  const ensure = tool === 'helm' ? ensureHelm : ensureBinaries;
  const binaries = await ensure({
    onProgress: line => process.stderr.write(`${line}\n`),
  });
  const child = spawn(path.join(binaries, tool), args, {
    env: { ...process.env, KUBECONFIG: kubeconfig },
    stdio: 'inherit',
  });
  const [code] = await once(child, 'close');
  return code ?? 1;
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DevError } from '../DevError';
import { developmentWorkspace } from '../Workspace';

/** Runs the benchmark, in a process of its own. */
export async function bench(args: string[]): Promise<number> {
  const { checkout } = developmentWorkspace;
  const script = path.join(checkout, 'packages/bench/src/index.ts');
  if (!existsSync(script)) {
    throw new DevError(`There is no benchmark yet: ${script} does not exist.`);
  }
  const transform = require.resolve('@backstage/cli/config/nodeTransform.cjs');
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', '--require', transform, script, ...args],
    { cwd: checkout, stdio: 'inherit' },
  );
  const [code] = await once(child, 'close');
  return code ?? 1;
}

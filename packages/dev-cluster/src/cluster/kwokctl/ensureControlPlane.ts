import os from 'node:os';
import path from 'node:path';
import execa from 'execa';

/** What a cluster is made of; all of it is the same for all clusters of this machine. */
export interface ControlPlane {
  /** The directory with etcd, kube-apiserver, kwokctl, …. */
  binaries: string;
  /** The directory with one `<set>.yaml` of manifests per set. */
  manifests: string;
}

// eslint-disable-next-line no-restricted-syntax -- this package only ever runs from its sources
const program = path.resolve(__dirname, '../../../control-plane/build.mjs');

/**
 * Returns the control plane's parts, built on first use (minutes) and cached afterwards (a moment).
 *
 * @param options - `onProgress` gets a line before each long step
 * @throws Error whose message says what is missing and what to do
 */
export async function ensureControlPlane(
  options: { onProgress?(line: string): void; signal?: AbortSignal } = {},
): Promise<ControlPlane> {
  // A program of its own: it also runs before the packages are installed, and Jest could not load it.
  const build = execa(process.execPath, [program], { stdin: 'ignore' });
  const cancel = () => build.kill();
  options.signal?.addEventListener('abort', cancel);
  build.stderr?.on('data', chunk => {
    for (const line of String(chunk).trim().split('\n')) {
      options.onProgress?.(line);
    }
  });
  try {
    const { binaries, crds } = JSON.parse((await build).stdout);
    return { binaries, manifests: crds };
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new Error((error as execa.ExecaError).stderr || String(error));
  } finally {
    options.signal?.removeEventListener('abort', cancel);
  }
}

/** Where everything that is the same for all checkouts is kept, as `control-plane/build.mjs` has it. */
export function cacheDirectory(): string {
  const home = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
  return (
    process.env.ORGANIZATION_MODELS_DEV_CACHE ??
    path.join(home, 'organization-models-dev')
  );
}

import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import execa from 'execa';
import { ClusterLayout } from '../layout/clusterLayout';
import { withoutProxies } from './withoutProxies';

/**
 * Runs `kwokctl` for one cluster and returns what it printed.
 *
 * @throws Error with kwokctl's own words
 */
export async function runKwokctl(
  layout: ClusterLayout,
  args: readonly string[],
  options: { binaries: string; signal?: AbortSignal },
): Promise<string> {
  const kwokctl = execa(
    path.join(options.binaries, 'kwokctl'),
    ['--name', layout.name, ...args],
    {
      env: { ...withoutProxies(process.env), KWOK_WORKDIR: layout.directory },
      extendEnv: false,
      all: true,
      stdin: 'ignore',
    },
  );
  // Whoever clears up after a killed owner must end this one first; see watchOwner.
  const pidFile = path.join(layout.directory, `kwokctl-${kwokctl.pid}.pid`);
  await writeFile(pidFile, String(kwokctl.pid));
  const cancel = () => kwokctl.kill('SIGKILL');
  options.signal?.addEventListener('abort', cancel);
  try {
    return (await kwokctl).stdout;
  } catch (error) {
    options.signal?.throwIfAborted();
    const { all } = error as execa.ExecaError;
    throw new Error(
      `kwokctl ${args.join(' ')} failed: ${messages(all ?? String(error))}`,
    );
  } finally {
    options.signal?.removeEventListener('abort', cancel);
    await rm(pidFile, { force: true });
  }
}

/** kwokctl writes one JSON object per line when nobody looks. */
function messages(output: string): string {
  const read = (line: string) => {
    const { msg, err } = JSON.parse(line);
    return err ? `${msg}: ${err}` : msg;
  };
  return output
    .split('\n')
    .filter(line => !line.includes('"level":"INFO"'))
    .map(line => (line.startsWith('{') ? read(line) : line))
    .join('; ');
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { DevError } from '../DevError';
import { developmentWorkspace } from '../Workspace';

/** What the engines of played pods say, a file for each scenario and stage: only for who names it. */
const PLAYED = `${path.sep}scenario-logs${path.sep}`;

/** Shows the last lines of the logs, of one component or of all. */
export async function logs(
  component: string | undefined,
  options: { follow?: boolean; lines: number },
): Promise<number> {
  const all = findLogs(developmentWorkspace.directory);
  const parts = all.filter(file => !file.includes(PLAYED));
  const files = component
    ? all.filter(file => path.basename(file, '.log') === component)
    : parts;
  if (files.length === 0) {
    const known = parts.map(file => path.basename(file, '.log')).join(', ');
    throw new DevError(
      known
        ? `There is no log of "${component}": there are ${known}.`
        : 'There are no logs yet: ./dev up writes them.',
    );
  }
  const follow = options.follow ? ['-F'] : [];
  const tail = spawn(
    'tail',
    ['-n', String(options.lines), ...follow, ...files],
    {
      stdio: 'inherit',
    },
  );
  const [code] = await once(tail, 'close');
  return code ?? 0;
}

/** Logs of our own processes, then those of the cluster's parts. */
function findLogs(directory: string): string[] {
  return ['logs', 'cluster'].flatMap(name => {
    const folder = path.join(directory, name);
    return existsSync(folder)
      ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
          .filter(file => file.endsWith('.log'))
          .map(file => path.join(folder, file))
          .sort()
      : [];
  });
}

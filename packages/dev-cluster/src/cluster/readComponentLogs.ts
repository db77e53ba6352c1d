import { readFile } from 'node:fs/promises';
import { ClusterLayout } from './clusterLayout';
import { clusterComponents } from './components';

/** The last lines of every component's log, for a person who wants to know what went wrong. */
export async function readComponentLogs(
  layout: ClusterLayout,
  options: { lines?: number } = {},
): Promise<string> {
  const { lines = 10 } = options;
  const logs = clusterComponents.map(async component => {
    const log = await readLog(layout.logFile(component));
    const last = log.trimEnd().split('\n').slice(-lines).join('\n');
    return `--- ${component}\n${last}`;
  });
  return (await Promise.all(logs)).join('\n');
}

async function readLog(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return '(never started)';
    }
    throw error;
  }
}

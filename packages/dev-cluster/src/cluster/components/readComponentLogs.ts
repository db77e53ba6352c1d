import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ClusterLayout } from '../layout/clusterLayout';
import { clusterComponents } from '../layout/components';

/** The last warnings and errors in every component's log, for a person who wants to know what went wrong. */
export async function readComponentLogs(
  layout: ClusterLayout,
  options: { lines?: number } = {},
): Promise<string> {
  const { lines = 5 } = options;
  const logs = clusterComponents.map(async component => {
    const log = (await readLog(layout.logFile(component))).trimEnd();
    const trouble = log.split('\n').filter(isTrouble).slice(-lines);
    return [`--- ${component}`, ...trouble.map(shorten)].join('\n');
  });
  return (await Promise.all(logs)).join('\n');
}

/** Copies every component's whole log into a directory. */
export async function copyComponentLogs(
  layout: ClusterLayout,
  directory: string,
): Promise<void> {
  for (const component of clusterComponents) {
    const log = layout.logFile(component);
    await copyFile(log, path.join(directory, path.basename(log)));
  }
}

/** klog marks lines with a letter, etcd and kwok write a level; a line in neither form is a crash. */
function isTrouble(line: string): boolean {
  return !/^I\d{4} |"level":"(info|INFO|debug)"/.test(line) && !isNoise(line);
}

/** The API server opens and drops a connection to etcd for each kind of object. */
function isNoise(line: string): boolean {
  return line.includes('addrConn.createTransport failed');
}

function shorten(line: string): string {
  return line.length > 300 ? `${line.slice(0, 300)} …` : line;
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

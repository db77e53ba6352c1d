import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ClusterLayout } from '../layout/clusterLayout';
import { ClusterComponent } from '../layout/components';
import { withoutProxies } from '../kwokctl/withoutProxies';

/** What kwokctl wrote down of a component. */
interface Component {
  name: string;
  binary: string;
  args: string[];
  workDir: string;
  envs?: { name: string; value: string }[];
}

/**
 * Starts one component as kwokctl started it.
 *
 * @remarks
 * kwokctl 0.8 starts and stops whole clusters only.
 */
export async function startComponent(
  layout: ClusterLayout,
  component: ClusterComponent,
): Promise<void> {
  const {
    binary,
    args,
    workDir,
    envs = [],
  } = await readComponent(layout, component);
  const log = openSync(layout.logFile(component), 'a');
  const started = spawn(binary, args, {
    cwd: workDir,
    detached: true, // its end is the cluster's, not this process's
    env: {
      ...withoutProxies(process.env),
      ...Object.fromEntries(envs.map(({ name, value }) => [name, value])),
    },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  await once(started, 'spawn');
  started.unref();
  await writeFile(layout.pidFile(component), String(started.pid));
}

async function readComponent(
  layout: ClusterLayout,
  component: ClusterComponent,
): Promise<Component> {
  const file = path.join(layout.workDirectory, 'kwok.yaml');
  // The cluster itself comes first, then what kwok would read if it were told to.
  const [cluster] = parseAllDocuments(await readFile(file, 'utf8'));
  const { components } = cluster.toJS() as { components: Component[] };
  const found = components.find(({ name }) => name === component);
  if (!found) throw new Error(`${layout.name} has no ${component}`);
  return found;
}

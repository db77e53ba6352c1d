import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DevCluster } from '../cluster/DevCluster';
import { choosePort } from '../processes/choosePort';
import { watchOwner } from '../processes/watchOwner';
import { runTool } from '../standIns/install/runTool';
import { waitFor } from '../testing/waitFor';
import { ensurePrometheus } from './ensurePrometheus';
import { openPodProxy } from './openPodProxy';
import { type ServiceMonitor, toScrapeConfigs } from './toScrapeConfig';

/** A running Prometheus. */
export interface Prometheus {
  url: string;
  /** The result of a query now. */
  query(
    expr: string,
  ): Promise<{ metric: Record<string, string>; value: [number, string] }[]>;
  stop(): Promise<void>;
}

/**
 * Starts a real Prometheus, which scrapes the engines of a cluster by ServiceMonitors, as its operator has it do.
 *
 * @param options - `targets`: addresses (`host:port`) of other exporters; `past`:
 * what it knows from the beginning, in the format of OpenMetrics with times
 */
export async function startPrometheus(options: {
  cluster?: Pick<DevCluster, 'clients'>;
  monitors?: ServiceMonitor[];
  targets?: string[];
  interval?: string;
  past?: string;
}): Promise<Prometheus> {
  const { cluster, monitors = [], targets = [], interval = '1s' } = options;
  const program = await ensurePrometheus();
  const proxy = cluster && (await openPodProxy(cluster.clients()));
  const directory = await mkdtemp(path.join(tmpdir(), 'dev-prometheus-'));
  const unwatch = watchOwner(directory, {
    whenOwnerDies: 'delete',
    signal: 'KILL',
  });
  const config = {
    scrape_configs: [
      ...monitors.flatMap(monitor =>
        toScrapeConfigs(monitor, {
          proxyUrl: proxy?.url ?? '',
          interval,
        }),
      ),
      {
        job_name: 'others',
        honor_labels: true,
        scrape_interval: interval,
        scrape_timeout: interval,
        static_configs: [{ targets }],
      },
    ],
  };
  // JSON is YAML
  const file = path.join(directory, 'prometheus.yml');
  await writeFile(file, JSON.stringify(config));
  const data = path.join(directory, 'data');
  await mkdir(data);
  if (options.past !== undefined) {
    await fillIn(options.past, { program, directory, data });
  }
  const port = await choosePort();
  const url = `http://127.0.0.1:${port}`;
  let log = '';
  const child = execFile(program, [
    `--config.file=${file}`,
    `--storage.tsdb.path=${data}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]);
  const ended = once(child, 'exit');
  child.stderr?.on('data', chunk => {
    log = `${log}${chunk}`.slice(-4_000);
  });
  await writeFile(path.join(directory, 'prometheus.pid'), `${child.pid}\n`);
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    proxy?.close();
    unwatch();
    await rm(directory, { recursive: true, force: true });
  };
  await waitFor(
    'Prometheus',
    async () => {
      if (child.exitCode !== null) {
        throw new Error(log);
      }
      return (await fetch(`${url}/-/ready`)).ok;
    },
    { timeoutMs: 30_000 },
  ).catch(async error => {
    await stop();
    throw error;
  });
  return { url, query: expr => query(url, expr), stop };
}

async function fillIn(
  past: string,
  options: { program: string; directory: string; data: string },
): Promise<void> {
  const { program, directory, data } = options;
  const file = path.join(directory, 'past.txt');
  await writeFile(file, past);
  await runTool(path.join(path.dirname(program), 'promtool'), [
    ...['tsdb', 'create-blocks-from', 'openmetrics', file, data],
  ]);
}

async function query(url: string, expr: string) {
  const form = new URLSearchParams({ query: expr });
  const answer = await fetch(`${url}/api/v1/query`, {
    method: 'POST',
    body: form,
  });
  const { data, error } = await answer.json();
  if (!answer.ok) {
    throw new Error(`${expr}: ${error}`);
  }
  return data.result;
}

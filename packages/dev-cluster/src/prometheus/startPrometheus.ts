import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DevCluster } from '../cluster/DevCluster';
import { ensureDebianProgram } from '../debian/ensureDebianProgram';
import { startServer } from '../processes/startServer';
import { runTool } from '../standIns/install/runTool';
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

type Options = {
  cluster?: Pick<DevCluster, 'clients'>;
  monitors?: ServiceMonitor[];
  targets?: string[];
  interval?: string;
  past?: string;
};

/**
 * Starts a real Prometheus, which scrapes the engines of a cluster by ServiceMonitors, as its operator has it do.
 *
 * @param options - `targets`: addresses (`host:port`) of other exporters; `past`:
 * what it knows from the beginning, in the format of OpenMetrics with times
 */
export async function startPrometheus(options: Options): Promise<Prometheus> {
  const { cluster, past } = options;
  const program = await ensureDebianProgram('prometheus');
  const proxy = cluster && (await openPodProxy(cluster.clients()));
  const config = toConfig({ ...options, proxyUrl: proxy?.url ?? '' });
  const server = await startServer({
    program,
    readyPath: '/-/ready',
    prepare: async ({ directory, port }) => {
      const file = path.join(directory, 'prometheus.yml');
      // JSON is YAML
      await writeFile(file, JSON.stringify(config));
      const data = path.join(directory, 'data');
      await mkdir(data);
      if (past !== undefined) {
        await fillIn(past, { program, directory, data });
      }
      return [
        `--config.file=${file}`,
        `--storage.tsdb.path=${data}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ];
    },
  }).catch(error => {
    proxy?.close();
    throw error;
  });
  return {
    url: server.url,
    query: expr => query(server.url, expr),
    stop: async () => {
      await server.stop();
      proxy?.close();
    },
  };
}

function toConfig(options: Options & { proxyUrl: string }) {
  const { monitors = [], targets = [], interval = '1s', proxyUrl } = options;
  return {
    scrape_configs: [
      ...monitors.flatMap(monitor =>
        toScrapeConfigs(monitor, { proxyUrl, interval }),
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

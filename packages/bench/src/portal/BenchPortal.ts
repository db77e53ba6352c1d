import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '@orgmodels/dev-cluster';
import { Agent, fetch } from 'undici';
import { stringify } from 'yaml';
import type { BenchContext } from '../BenchContext';
import type { Memory } from './answerMemory';
import { AskedProcess, logFileOf } from './AskedProcess';
import { findFreePort } from './findFreePort';
import type { Work } from './runBackend';

const TOKEN = 'a-token-of-the-benchmark';
export const ORGANIZATION = 'group:default/acme';
export const API = '/v1/organization/models';

export type BenchPortalOptions = {
  database: object;
  kubeconfig?: string;
  catalog?: boolean;
  /** Laid over `organizationModels` of the config. */
  config?: object;
};

export type SentRequest = {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
};

/** A real backend in a process of its own, and a client that keeps alive. */
export class BenchPortal {
  readonly headers = { Authorization: `Bearer ${TOKEN}` };
  readonly #agent = new Agent({ connections: 64 });

  private constructor(
    private process: AskedProcess,
    private readonly options: {
      url: string;
      logFile: string;
      begin(): Promise<AskedProcess>;
    },
  ) {}

  get url(): string {
    return this.options.url;
  }

  /** What it wrote, and those before it that were killed. */
  get logFile(): string {
    return this.options.logFile;
  }

  /** @returns one that accepts models, where it has a cluster */
  static async start(
    context: BenchContext,
    options: BenchPortalOptions,
  ): Promise<BenchPortal> {
    const directory = await context.makeDirectory();
    const port = await findFreePort();
    const config = join(directory, 'app-config.yaml');
    await writeFile(config, stringify(toConfig(port, options)));
    const begin = () =>
      AskedProcess.start('runBackend.ts', {
        args: ['--config', config],
        directory,
        env: options.catalog ? { BENCH_CATALOG: '1' } : {},
      });
    const url = `http://127.0.0.1:${port}`;
    const logFile = logFileOf(directory);
    const portal = new BenchPortal(await begin(), { url, logFile, begin });
    context.closeAfter(() => portal.stop());
    if (options.kubeconfig) {
      await portal.#untilReady();
    }
    return portal;
  }

  /** @throws Error when the answer is not of the given status */
  async call<T = any>(
    path: string,
    options: { method?: string; body?: unknown; expect?: number } = {},
  ): Promise<T> {
    const { status, text } = await this.send(path, options);
    if (status !== (options.expect ?? 200)) {
      throw new Error(`${path} answered ${status}: ${text.slice(0, 500)}`);
    }
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** Gets, and reads the whole answer without looking at it. */
  async read(path: string): Promise<void> {
    const { status } = await this.send(path);
    if (status !== 200) {
      throw new Error(`${path} answered ${status}`);
    }
  }

  /** Sends, and reads the whole answer as text. */
  async send(
    path: string,
    options: SentRequest = {},
  ): Promise<{ status: number; text: string }> {
    const response = await fetch(`${this.url}${path}`, {
      method: options.method ?? 'GET',
      headers: {
        ...this.headers,
        'Content-Type': 'application/json',
        ...options.headers,
      },
      body:
        options.body === undefined ? undefined : JSON.stringify(options.body),
      dispatcher: this.#agent,
      signal: options.signal,
    });
    return { status: response.status, text: await response.text() };
  }

  post(body: unknown): Promise<{ model: { id: string } }> {
    return this.call(API, { method: 'POST', body, expect: 201 });
  }

  /** Waits until models can be deployed. */
  async #untilReady(): Promise<void> {
    await waitFor(
      'a ready cluster',
      async () => {
        const { cluster_status: status } = await this.call(`${API}/status`);
        return status.ready;
      },
      { timeoutMs: 60_000, intervalMs: 200 },
    );
  }

  readMemory(): Promise<Memory> {
    return this.process.ask('memory');
  }

  readWork(): Promise<Work> {
    return this.process.ask('work');
  }

  /** Kills the process without warning, and starts another in its place. */
  async restart(): Promise<void> {
    await this.process.kill();
    this.process = await this.options.begin();
  }

  async stop(): Promise<void> {
    await this.process.kill();
    await this.#agent.destroy();
  }
}

function toConfig(port: number, options: BenchPortalOptions) {
  const url = `http://127.0.0.1:${port}`;
  return {
    app: { baseUrl: url },
    backend: {
      baseUrl: url,
      listen: { host: '127.0.0.1', port },
      database: options.database,
      auth: {
        externalAccess: [
          { type: 'static', options: { token: TOKEN, subject: 'bench' } },
        ],
      },
    },
    catalog: { processingInterval: { hours: 24 } },
    organizationModels: {
      installationId: 'bench',
      hub: { enabled: false },
      organization: { externalSubjects: { bench: [ORGANIZATION] } },
      clusters: options.kubeconfig
        ? [
            {
              name: 'bench',
              kubeconfig: { file: options.kubeconfig },
              namespace: 'models',
            },
          ]
        : [],
      ...options.config,
    },
  };
}

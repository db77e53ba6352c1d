import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { ensureControlPlane } from '@orgmodels/dev-cluster';
import { Agent, request } from 'undici';
import { API, type BenchPortal } from '../portal/BenchPortal';
import { LineCount } from './LineCount';

export type Follower = {
  count: LineCount;
  /** When it was asked, by `performance.now()`. */
  begunAt: number;
  stop(): void;
};

/** Follows all pods of a model through the portal, from now on. */
export function followByPortal(portal: BenchPortal, id: string): Follower {
  const count = new LineCount();
  const leaving = new AbortController();
  const begunAt = performance.now();
  const client = new Agent();
  const follow = async () => {
    const { body } = await request(
      `${portal.url}${API}/${id}/logs?follow=true&tail_lines=0`,
      {
        dispatcher: client,
        signal: leaving.signal,
        headers: { ...portal.headers, accept: 'text/plain' },
      },
    );
    await countLines(body, count);
  };
  const following = follow().catch(error => {
    if (!leaving.signal.aborted) {
      throw error;
    }
  });
  return {
    ...{ count, begunAt },
    stop: () => {
      leaving.abort();
      following.finally(() => client.destroy());
    },
  };
}

/** Follows the same pods by kubectl. */
export async function followByKubectl(
  kubeconfig: string,
  model: string,
): Promise<Follower> {
  const { binaries } = await ensureControlPlane();
  const count = new LineCount();
  const begunAt = performance.now();
  const child = spawn(
    join(binaries, 'kubectl'),
    [
      ...['logs', '--kubeconfig', kubeconfig, '-n', 'models', '-f'],
      ...['-l', `model.aibrix.ai/name=${model}`, '-c', 'vllm', '--tail=0'],
      ...['--prefix', '--max-log-requests=50'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  countLines(child.stdout, count).catch(() => undefined);
  return { count, begunAt, stop: () => child.kill('SIGKILL') };
}

/** As `[pod/name/container] …`, of kubectl, or `[name/container] …`, of the portal. */
const POD = /^\[(?:pod\/)?([^/\]]+)\//;

async function countLines(stream: Readable, count: LineCount): Promise<void> {
  for await (const line of createInterface(stream)) {
    count.add(POD.exec(line)?.[1], line);
  }
}

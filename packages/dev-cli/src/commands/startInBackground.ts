import { spawn } from 'node:child_process';
import {
  closeSync,
  createReadStream,
  mkdirSync,
  openSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readRunState } from '../run/RunState';
import { Workspace, logDirectory } from '../Workspace';
import type { UpOptions } from './up';

/** Starts the portal in a process that outlives this one, and shows what it says until it is ready or has failed. */
export async function startInBackground(
  workspace: Workspace,
  options: UpOptions,
): Promise<number> {
  mkdirSync(logDirectory(workspace), { recursive: true });
  const logFile = path.join(logDirectory(workspace), 'dev.log');
  rmSync(logFile, { force: true });
  const log = openSync(logFile, 'a');
  const child = spawn(
    process.execPath,
    [bootstrap(workspace), ...toArguments(options)],
    {
      cwd: workspace.checkout,
      detached: true,
      stdio: ['ignore', log, log],
    },
  );
  closeSync(log);
  const stop = () => child.kill('SIGTERM');
  process.on('SIGINT', stop).on('SIGTERM', stop);

  let exitCode: number | undefined;
  child.once('exit', code => (exitCode = code ?? 1));
  let shown = 0;
  while (exitCode === undefined && !isReady(workspace, child.pid)) {
    await delay(200);
    shown += await show(logFile, shown);
  }
  await show(logFile, shown);
  child.unref();
  return exitCode ?? 0;
}

function bootstrap({ checkout }: Workspace): string {
  return path.join(checkout, 'packages/dev-cli/bootstrap/main.mjs');
}

function toArguments(options: UpOptions): string[] {
  return [
    'up',
    ...['--port', String(options.port)],
    ...['--database', options.database],
    ...['--cluster-size', options.clusterSize],
    ...['--engine', options.engine],
    ...(options.inspect ? ['--inspect'] : []),
    ...(options.nodes ? ['--nodes', options.nodes] : []),
    ...(options.hubModels ? ['--hub-models', options.hubModels] : []),
    ...(options.replays ? ['--replays', options.replays] : []),
    ...(options.kubeconfig ? ['--kubeconfig', options.kubeconfig] : []),
  ];
}

function isReady({ directory }: Workspace, pid: number | undefined): boolean {
  const state = readRunState(directory);
  return state?.phase === 'ready' && state.supervisor.pid === pid;
}

/** Copies what the log holds beyond `start` to our output and returns how many bytes that was. */
async function show(logFile: string, start: number): Promise<number> {
  let bytes = 0;
  for await (const chunk of createReadStream(logFile, { start })) {
    process.stdout.write(chunk);
    bytes += chunk.length;
  }
  return bytes;
}

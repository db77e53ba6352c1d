import { type ChildProcess, fork } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { killProcess } from './killProcess';

/** Where a process of the directory writes its output. */
export function logFileOf(directory: string): string {
  return join(directory, 'process.log');
}

/** A script in a process of its own that answers questions over IPC. */
export class AskedProcess {
  #lastId = 0;

  private constructor(private readonly child: ChildProcess) {}

  /** @throws Error naming its log when it ends before it is ready */
  static async start(
    script: string,
    options: { args: string[]; directory: string; env?: NodeJS.ProcessEnv },
  ): Promise<AskedProcess> {
    const child = fork(join(__dirname, script), options.args, {
      execArgv: [
        '--expose-gc',
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      ],
      env: { ...process.env, NODE_ENV: 'production', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const file = logFileOf(options.directory);
    // Behind what another process in its place wrote
    const log = createWriteStream(file, { flags: 'a' });
    child.stdout?.pipe(log);
    child.stderr?.pipe(log);
    await new Promise<void>((resolve, reject) => {
      child.on('message', (message: { ready?: boolean }) => {
        if (message.ready) {
          resolve();
        }
      });
      child.once('exit', code =>
        reject(new Error(`${script} ended with code ${code}: see ${file}`)),
      );
    });
    return new AskedProcess(child);
  }

  ask<T>(question: string): Promise<T> {
    this.#lastId++;
    const id = this.#lastId;
    return new Promise<T>((resolve, reject) => {
      const onExit = () => reject(new Error('The process has ended'));
      const onMessage = (message: { id?: number; answer: T }) => {
        if (message.id === id) {
          this.child.off('message', onMessage).off('exit', onExit);
          resolve(message.answer);
        }
      };
      this.child.on('message', onMessage).on('exit', onExit);
      this.child.send({ id, ask: question });
    });
  }

  kill(): Promise<void> {
    return killProcess(this.child);
  }
}

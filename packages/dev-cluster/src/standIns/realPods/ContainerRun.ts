import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Command } from './buildCommand';
import { ContainerLog } from './ContainerLog';
import { PreStop, runPreStop } from './runPreStop';

/** How a run ended, as a kubelet tells it. */
export interface RunEnding {
  readonly exitCode: number;
  readonly reason: 'Completed' | 'Error' | 'StartError';
  readonly message?: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

/** The processes of `./dev` carry it, by which it finds what a killed one left behind. */
const MARK = 'ORGANIZATION_MODELS_DEV_RUN';

/** One run of a container: a process, its group, and its log. */
export class ContainerRun {
  readonly startedAt = new Date();
  /** Resolves when it is over, and never rejects. */
  readonly ended: Promise<RunEnding>;
  readonly #child: ChildProcess;
  readonly cwd: string;

  constructor(
    command: Command,
    readonly log: ContainerLog,
    options: { cwd: string; directory: string },
  ) {
    const { [MARK]: mark } = process.env;
    this.cwd = options.cwd;
    this.#child = spawn(command.program, command.args, {
      cwd: options.cwd,
      env: { ...command.env, ...(mark && { [MARK]: mark }) },
      // A group of its own, which ends as a whole
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of ['stdout', 'stderr'] as const) {
      this.#child
        [stream]!.setEncoding('utf8')
        .on('data', text => log.write(stream, text));
    }
    this.ended = this.#follow(command, options);
  }

  /**
   * Ends it as a kubelet does.
   *
   * @param preStop - before SIGTERM
   * @param deadline - says when SIGKILL is due, in milliseconds; it may come nearer meanwhile
   * @returns what was the matter with the former
   */
  async stop(options: {
    preStop: PreStop;
    deadline(): number;
  }): Promise<string | undefined> {
    const { preStop, deadline } = options;
    const timeOver = new AbortController();
    const { signal } = timeOver;
    const { cwd } = this;
    const prepared = runPreStop(preStop, { cwd, signal });
    await this.#wait(deadline, prepared);
    timeOver.abort();
    this.#signal('SIGTERM');
    await this.#wait(deadline);
    this.#signal('SIGKILL');
    return prepared;
  }

  kill(): void {
    this.#signal('SIGKILL');
  }

  async #wait(until: () => number, orFor?: Promise<unknown>): Promise<void> {
    let isOver = false;
    const over = Promise.race([this.ended, ...(orFor ? [orFor] : [])]).then(
      () => {
        isOver = true;
      },
    );
    while (!isOver && Date.now() < until()) {
      const pause = Math.min(200, until() - Date.now());
      await Promise.race([over, delay(pause)]);
    }
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid, exitCode, signalCode } = this.#child;
    if (!pid || (signal === 'SIGTERM' && (exitCode ?? signalCode) !== null)) {
      return;
    }
    try {
      // To the first process, as a runtime does; SIGKILL leaves nobody behind
      process.kill(signal === 'SIGKILL' ? -pid : pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
        throw error;
      }
    }
  }

  async #follow(
    { program }: Command,
    { directory }: { directory: string },
  ): Promise<RunEnding> {
    const { startedAt, log } = this;
    const exited = once(this.#child, 'exit').catch(() => []);
    const closed = once(this.#child, 'close').catch(() => []);
    const refused = await Promise.race([
      once(this.#child, 'spawn').then(() => undefined),
      once(this.#child, 'error').then(([error]) => error as Error),
    ]);
    if (refused) {
      await log.close();
      return {
        exitCode: 128,
        reason: 'StartError',
        message: `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "${program}": ${whyNot(
          refused,
        )}`,
        startedAt: new Date(0),
        finishedAt: new Date(),
      };
    }
    // A cluster whose process is killed ends what these name
    const pidFile = path.join(directory, `${this.#child.pid}.pid`);
    writeFileSync(pidFile, `${this.#child.pid}`);
    const [code, signal] = await exited;
    // Nothing outlives the first process of a container
    this.kill();
    await closed;
    rmSync(pidFile, { force: true });
    await log.close();
    const exitCode = code ?? 128 + os.constants.signals[signal as 'SIGKILL'];
    return {
      exitCode,
      reason: exitCode === 0 ? 'Completed' : 'Error',
      startedAt,
      finishedAt: new Date(),
    };
  }
}

function whyNot(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EACCES'
    ? 'permission denied: unknown'
    : 'executable file not found in $PATH: unknown';
}

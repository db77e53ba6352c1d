import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { PortalProcessOptions } from './runPortal';
import { callerOf, type TestUser } from './startPortal';

/** A test portal that can be killed as a machine's end would: without notice. */
export class PortalProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly url: string,
  ) {}

  /** @throws Error when it ends before it listens; it says why on stderr */
  static async start(options: PortalProcessOptions): Promise<PortalProcess> {
    const child = fork(
      join(__dirname, 'runPortal.ts'),
      [JSON.stringify(options)],
      {
        execArgv: [
          '--require',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        ],
      },
    );
    const url = await new Promise<string>((resolve, reject) => {
      // The transform sends messages too, of the files that it reads
      child.on('message', (message: { url?: string }) => {
        if (message.url) {
          resolve(message.url);
        }
      });
      child.once('exit', code =>
        reject(new Error(`The portal ended with exit code ${code}`)),
      );
    });
    return new PortalProcess(child, url);
  }

  as(user: TestUser) {
    return callerOf(this.url, user);
  }

  async kill(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const over = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await over;
    }
  }
}

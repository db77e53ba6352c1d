import type { BenchContext } from '../BenchContext';
import type { Memory } from './answerMemory';
import { AskedProcess } from './AskedProcess';

/** A process that holds a cluster's pods in client-node's informers. */
export class InformerProcess {
  private constructor(private readonly process: AskedProcess) {}

  static async start(
    context: BenchContext,
    kubeconfig: string,
  ): Promise<InformerProcess> {
    const asked = await AskedProcess.start('runInformers.ts', {
      args: [kubeconfig],
      directory: await context.makeDirectory(),
    });
    context.closeAfter(() => asked.kill());
    return new InformerProcess(asked);
  }

  /** @returns how many pods there are */
  fill(): Promise<number> {
    return this.process.ask('fill');
  }

  readMemory(): Promise<Memory> {
    return this.process.ask('memory');
  }

  stop(): Promise<void> {
    return this.process.kill();
  }
}

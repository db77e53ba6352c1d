import { createWriteStream, type WriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DevCluster, waitFor } from '@orgmodels/dev-cluster';

const EVERY_MS = 20;
/** As long as lines of engines are, in characters. */
const PADDING = 'x'.repeat(120);

/** Writes numbered lines into the logs of pods, as a container runtime does. */
export class PodLogWriter {
  readonly #files = new Map<string, WriteStream>();
  #written = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param directory - the files' */
  constructor(private readonly directory: string) {}

  /** From now on the logs of these pods are what is written here. */
  async takeOver(cluster: DevCluster, pods: string[]): Promise<void> {
    for (const pod of pods) {
      const file = join(this.directory, `${pod}.log`);
      await writeFile(file, toLine('is taken over'));
      const logs = [{ containers: ['vllm'], logsFile: file }];
      await cluster.kubectl([
        ...['patch', 'logs.kwok.x-k8s.io', pod, '-n', 'models', '--type=merge'],
        ...['-p', JSON.stringify({ spec: { logs } })],
      ]);
      await waitFor(`the log of ${pod}`, async () => {
        const text = await cluster.kubectl(['logs', '-n', 'models', pod]);
        return text.includes('is taken over');
      });
      this.#files.set(pod, createWriteStream(file, { flags: 'a' }));
    }
  }

  /** Into each pod's log so many lines a second. */
  start(linesPerSecond: number): void {
    const begun = performance.now();
    const before = this.#written;
    this.#timer = setInterval(() => {
      const due = ((performance.now() - begun) / 1000) * linesPerSecond;
      const lines: string[] = [];
      while (this.#written - before < due) {
        lines.push(toLine(`${NUMBER} ${++this.#written} ${PADDING}`));
      }
      const text = lines.join('');
      this.#files.forEach(file => file.write(text));
    }, EVERY_MS);
  }

  /** @returns the number of the last line */
  pause(): number {
    clearInterval(this.#timer);
    return this.#written;
  }

  stop(): void {
    this.pause();
    this.#files.forEach(file => file.end());
  }
}

/** Before the number of a line. */
export const NUMBER = 'line number';

function toLine(text: string): string {
  return `${new Date()
    .toISOString()
    .replace('Z', '000000Z')} stdout F ${text}\n`;
}

import { createWriteStream, mkdirSync, WriteStream } from 'node:fs';
import { dirname } from 'node:path';

/** What a kubelet keeps of a log for `FallbackToLogsOnError`. */
const TAIL_LINES = 80;
const TAIL_BYTES = 2_048;

/** The log of one run of a container, in the form of the container runtime interface. */
export class ContainerLog {
  readonly #file: WriteStream;
  readonly #rest = { stdout: '', stderr: '' };
  #tail: string[] = [];

  constructor(readonly path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.#file = createWriteStream(path);
  }

  /** Takes what a process wrote; a line is written when it is whole. */
  write(stream: 'stdout' | 'stderr', text: string): void {
    const lines = (this.#rest[stream] + text).split('\n');
    this.#rest[stream] = lines.pop()!;
    lines.forEach(line => this.#writeLine(stream, line));
  }

  /** Writes what is left; resolves when all of it is in the file. */
  async close(): Promise<void> {
    for (const stream of ['stdout', 'stderr'] as const) {
      if (this.#rest[stream]) {
        this.#writeLine(stream, this.#rest[stream]);
        this.#rest[stream] = '';
      }
    }
    await new Promise<void>(resolve => this.#file.end(resolve));
  }

  /** The end of it, as the message of a container that ended badly. */
  tail(): string {
    const text = Buffer.from(this.#tail.map(line => `${line}\n`).join(''));
    return text.subarray(-TAIL_BYTES).toString();
  }

  #writeLine(stream: 'stdout' | 'stderr', line: string): void {
    const time = new Date().toISOString().replace('Z', '000000Z');
    this.#file.write(`${time} ${stream} F ${line}\n`);
    this.#tail = [...this.#tail, line].slice(-TAIL_LINES);
  }
}

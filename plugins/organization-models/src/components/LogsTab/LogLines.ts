/** A line of `GET /{id}/logs`. */
export type LogLine = {
  time?: string;
  pod?: string;
  container?: string;
  line: string;
};

/** So many lines are kept; of more, the oldest go in blocks. */
const MOST_LINES = 50_000;
const BLOCK_LINES = 5_000;

/** Lines that were read, as one text that grows at its end. */
export class LogLines {
  #lines: string[] = [];
  #text = '';

  constructor(private readonly options: { showsPods: boolean }) {}

  get text(): string {
    return this.#text;
  }

  get count(): number {
    return this.#lines.length;
  }

  append(lines: LogLine[]): void {
    const added = lines.map(line => this.#render(line));
    this.#lines.push(...added);
    if (this.#lines.length > MOST_LINES) {
      this.#lines = this.#lines.slice(-(MOST_LINES - BLOCK_LINES));
      this.#text = this.#lines.join('\n');
      return;
    }
    this.#text = [...(this.#text ? [this.#text] : []), ...added].join('\n');
  }

  // The end of a pod's name is what tells it from the others
  #render({ pod, line }: LogLine): string {
    return this.options.showsPods && pod
      ? `${pod.split('-').at(-1)} │ ${line}`
      : line;
  }
}

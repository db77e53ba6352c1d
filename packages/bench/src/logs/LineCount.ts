import { NUMBER } from './PodLogWriter';

/** Counts numbered lines of several pods, and finds those that are lost or come again. */
export class LineCount {
  readonly #last = new Map<string, number>();
  lines = 0;
  /** Lost and doubled ones. */
  wrong = 0;
  /** When the first came, by `performance.now()`. */
  firstAt: number | undefined;

  /** @param text - a whole line with the name of its pod in it */
  add(pod: string | undefined, text: string): void {
    const at = text.indexOf(NUMBER);
    if (!pod || at < 0) {
      return;
    }
    this.firstAt ??= performance.now();
    this.lines++;
    const number = parseInt(text.slice(at + NUMBER.length + 1), 10);
    const last = this.#last.get(pod);
    if (last !== undefined && number !== last + 1) {
      this.wrong += number > last ? number - last - 1 : 1;
    }
    this.#last.set(pod, Math.max(number, last ?? 0));
  }

  /** Whether all pods have got to a line. */
  hasSeen(number: number, pods: number): boolean {
    const last = [...this.#last.values()];
    return last.length === pods && last.every(each => each >= number);
  }
}

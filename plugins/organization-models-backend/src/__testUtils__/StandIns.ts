const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const MODEL_ID = /mdl_\w+/;

/**
 * What an example shows in place of values that differ each time: `…` for any
 * text, ids of models, and times. What one stood for is put into the requests
 * that come after.
 */
export class StandIns {
  readonly #actual = new Map<string, string>();

  /** A text of the document with the values that its stand-ins stood for. */
  resolve(text: string): string {
    return [...this.#actual].reduce(
      (resolved, [shown, actual]) => resolved.replaceAll(shown, actual),
      text,
    );
  }

  /**
   * What is shown, with actual values in place of stand-ins of the same form;
   * what is not of that form stays, so that a comparison shows it.
   */
  fill(shown: unknown, actual: unknown): unknown {
    if (typeof shown === 'string') {
      return this.#fillText(shown, actual);
    }
    if (Array.isArray(shown)) {
      return shown.map((item, index) =>
        this.fill(item, (actual as unknown[])?.[index]),
      );
    }
    if (typeof shown === 'object' && shown !== null) {
      return Object.fromEntries(
        Object.entries(shown).map(([key, value]) => [
          key,
          this.fill(value, (actual as Record<string, unknown>)?.[key]),
        ]),
      );
    }
    return shown;
  }

  #fillText(shown: string, actual: unknown): unknown {
    if (shown === '…') {
      return actual === undefined ? shown : actual;
    }
    const resolved = this.resolve(shown);
    if (typeof actual !== 'string' || resolved === actual) {
      return resolved;
    }
    if (TIME.test(shown) && TIME.test(actual)) {
      return actual;
    }
    if (MODEL_ID.test(resolved) && MODEL_ID.test(actual)) {
      this.#actual.set(MODEL_ID.exec(resolved)![0], MODEL_ID.exec(actual)![0]);
      return this.resolve(shown);
    }
    if (shown.includes('…') && isLike(shown, actual)) {
      this.#actual.set(shown, actual);
      return actual;
    }
    return resolved;
  }
}

/** A hash that is cut off stands for any other; texts have to agree around `…`. */
function isLike(shown: string, actual: string): boolean {
  if (/^[0-9a-f]+…$/.test(shown)) {
    return /^\S+$/.test(actual);
  }
  const parts = shown
    .split('…')
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(actual);
}

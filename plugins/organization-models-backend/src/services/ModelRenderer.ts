import { LRUCache } from 'lru-cache';
import type { ListedModel } from '../database/modelRows';
import { toAskedView } from './toModel';

/** Models remembered, each by about 1.5 kB of text. */
const REMEMBERED = 5_000;

/**
 * Renders models of lists as JSON, as `toModel` shows them. What a generation
 * says never changes, so it is rendered once; what was observed is text in the
 * database already.
 */
export class ModelRenderer {
  readonly #asked = new LRUCache<string, string>({ max: REMEMBERED });

  render(model: ListedModel): string {
    const observed = Object.entries(model.observed)
      .map(([field, text]) => `"${field}":${text}`)
      .join();
    return `{${this.#renderAsked(model)},${observed}}`;
  }

  #renderAsked(model: ListedModel): string {
    const key = `${model.id}/${model.generation}`;
    let text = this.#asked.get(key);
    if (text === undefined) {
      text = JSON.stringify(toAskedView(model.readAsked())).slice(1, -1);
      this.#asked.set(key, text);
    }
    return text;
  }
}

import type { Model } from '@orgmodels/backstage-plugin-organization-models-common';
import { LRUCache } from 'lru-cache';
import type { ClusterSigns } from '../../database/facts/DatabaseClusterFacts';
import type { ListedModel } from '../../database/models/modelRows';
import type { StoredModel } from '../../domain/facts/StoredModel';
import { showFreshness, toAskedView } from './toModel';

/** Models remembered, each by about 1.5 kB of text. */
const REMEMBERED = 5_000;

type Known = {
  signs: Map<string, ClusterSigns>;
  /** By the model's id. */
  costs?: Map<string, Model['cost']>;
  now: Date;
};

/**
 * Renders models of lists as JSON, as `toModel` shows them. What a generation
 * says never changes, so it is read and rendered once; what was observed is
 * text in the database already.
 */
export class ModelRenderer {
  readonly #asked = new LRUCache<string, string>({ max: REMEMBERED });

  /** @param readModels - reads those of which the generation is not known */
  constructor(
    private readonly readModels: (ids: string[]) => Promise<StoredModel[]>,
  ) {}

  /** Those which are gone by now are left out. */
  async render(models: ListedModel[], known: Known): Promise<string[]> {
    const fresh = await this.#readUnknown(models);
    return models.flatMap(model => {
      // A generation may have followed since the list was read
      const asked = this.#asked.get(keyOf(model)) ?? fresh.get(model.id);
      return asked ? [`{${asked},${renderObserved(model, known)}}`] : [];
    });
  }

  async #readUnknown(models: ListedModel[]): Promise<Map<string, string>> {
    const unknown = models.filter(model => !this.#asked.has(keyOf(model)));
    const read =
      unknown.length > 0
        ? await this.readModels(unknown.map(({ id }) => id))
        : [];
    return new Map(read.map(model => [model.id, this.#renderAsked(model)]));
  }

  #renderAsked(model: StoredModel): string {
    const text = JSON.stringify(toAskedView(model)).slice(1, -1);
    this.#asked.set(keyOf(model), text);
    return text;
  }
}

function keyOf({ id, generation }: Pick<ListedModel, 'id' | 'generation'>) {
  return `${id}/${generation}`;
}

function renderObserved(
  model: ListedModel,
  { signs, costs, now }: Known,
): string {
  const cost = costs?.get(model.id);
  const { observedAt, stale } = showFreshness(model, {
    signs: signs.get(model.cluster),
    now,
  });
  const fields = {
    ...model.observed,
    ...(observedAt && { observed_at: JSON.stringify(observedAt) }),
    ...(stale && { stale: JSON.stringify(stale) }),
    ...(cost && { cost: JSON.stringify(cost) }),
  };
  return Object.entries(fields)
    .map(([field, text]) => `"${field}":${text}`)
    .join();
}

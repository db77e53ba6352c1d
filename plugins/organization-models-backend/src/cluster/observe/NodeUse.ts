import type { Amounts } from '../../domain/facts/ClusterFacts';
import { Collection } from './Collection';
import { type PodUse, toPodUse } from './toPodUse';

/**
 * What the pods of each node take together. A pod that comes or goes costs the
 * sum of its node's pods, however many there are on others; and since sums are
 * made anew, they do not drift as added and subtracted fractions would.
 */
export class NodeUse {
  readonly pods: Collection<PodUse, 'node'>;
  readonly #sums = new Map<string, Amounts>();
  readonly #touched = new Set<string>();

  constructor(onChange: () => void) {
    this.pods = new Collection<PodUse, 'node'>({
      toFacts: toPodUse,
      onChange: ({ node }) => {
        this.#touched.add(node);
        onChange();
      },
      indexes: { node: ({ node }) => node },
    });
  }

  requestedOf(node: string): Amounts {
    this.#sumTouched();
    return this.#sums.get(node) ?? {};
  }

  #sumTouched() {
    for (const node of this.#touched) {
      const pods = this.pods.find('node', node);
      if (pods.length > 0) {
        this.#sums.set(node, sumOf(pods));
      } else {
        this.#sums.delete(node);
      }
    }
    this.#touched.clear();
  }
}

function sumOf(pods: PodUse[]): Amounts {
  const sum: Amounts = {};
  for (const { requests } of pods) {
    for (const [resource, amount] of Object.entries(requests)) {
      sum[resource] = (sum[resource] ?? 0) + amount;
    }
  }
  return sum;
}

import type { Amounts, NodeFacts } from '../../domain/facts/ClusterFacts';
import type { KeepsAway } from '../../domain/facts/Replica';
import { Collection } from './Collection';
import { type PodUse, toPodUse } from './reading/toPodUse';

/**
 * What a node's pods take, all of them and those that can be preempted, and whom
 * they keep away.
 */
export type NodeSums = Pick<
  NodeFacts,
  'requested' | 'preemptible' | 'keepsAway'
>;

const UNUSED: NodeSums = { requested: {} };

/**
 * What the pods of each node take together. A pod that comes or goes costs the
 * sum of its node's pods, however many there are on others; and since sums are
 * made anew, they do not drift as added and subtracted fractions would.
 */
export class NodeUse {
  readonly pods: Collection<PodUse, 'node'>;
  readonly #sums = new Map<string, NodeSums>();
  readonly #touched = new Set<string>();
  #limit = 0;

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

  /** Pods of a lower priority are what can be preempted. */
  set preemptionLimit(limit: number) {
    if (this.#limit !== limit) {
      this.#limit = limit;
      this.pods.keys('node').forEach(node => this.#touched.add(node));
    }
  }

  of(node: string): NodeSums {
    this.#sumTouched();
    return this.#sums.get(node) ?? UNUSED;
  }

  #sumTouched() {
    for (const node of this.#touched) {
      const pods = this.pods.find('node', node);
      if (pods.length > 0) {
        const keepsAway = unlike(pods.flatMap(pod => pod.keepsAway ?? []));
        const lower = pods.filter(({ priority }) => priority < this.#limit);
        this.#sums.set(node, {
          requested: sumOf(pods),
          ...(lower.length > 0 && {
            preemptible: sumOf(lower),
          }),
          ...(keepsAway.length > 0 && { keepsAway }),
        });
      } else {
        this.#sums.delete(node);
      }
    }
    this.#touched.clear();
  }
}

// in an order that does not depend on that of the pods
function unlike(rules: KeepsAway[]): KeepsAway[] {
  const known = new Map(rules.map(rule => [JSON.stringify(rule), rule]));
  return [...known.keys()].sort().map(key => known.get(key)!);
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

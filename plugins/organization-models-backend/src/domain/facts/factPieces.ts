import { createHash } from 'node:crypto';
import {
  type ClusterFacts,
  NO_FACTS,
  type NamespaceFacts,
  type NodeFacts,
} from './ClusterFacts';
import type { PendingReplicas } from './Replica';

/** Pending pods come and go: a piece for each kind would leave a row behind. */
const PENDING_PIECES = 32;

type Use = Pick<NodeFacts, 'requested' | 'preemptible' | 'keepsAway'>;
type BareNode = Omit<NodeFacts, keyof Use>;

/** Facts in pieces that change apart from each other, as JSON, by key. */
export type FactPieces = ReadonlyMap<string, string>;

/**
 * Takes facts to pieces, such that a pod's coming and going changes small ones:
 * what a node is stands apart from what runs on it.
 */
export function splitFacts(facts: ClusterFacts): FactPieces {
  const { nodes, pending = [], namespaces, ...fields } = facts;
  const pieces = new Map<string, string>();
  for (const [field, value] of Object.entries(fields)) {
    if (value !== undefined) {
      pieces.set(`field/${field}`, JSON.stringify(value));
    }
  }
  for (const namespace of namespaces) {
    pieces.set(`namespace/${namespace.name}`, JSON.stringify(namespace));
  }
  for (const [key, some] of groupPending(pending)) {
    pieces.set(key, JSON.stringify(some));
  }
  for (const node of nodes) {
    const { bare, use } = splitNode(node);
    pieces.set(`node/${node.name}`, bare);
    pieces.set(`use/${node.name}`, use);
  }
  return pieces;
}

/** What is to be written where `before` was written last. */
export function diffPieces(
  before: FactPieces,
  after: FactPieces,
): { changed: [key: string, content: string][]; gone: string[] } {
  return {
    changed: [...after].filter(([key, text]) => before.get(key) !== text),
    gone: [...before.keys()].filter(key => !after.has(key)),
  };
}

/**
 * Puts facts together again.
 *
 * @param pieces - parsed, by key
 */
export function joinFacts(pieces: ReadonlyMap<string, unknown>): ClusterFacts {
  const facts: ClusterFacts = { ...NO_FACTS };
  const nodes: NodeFacts[] = [];
  const namespaces: NamespaceFacts[] = [];
  const pending: PendingReplicas[] = [];
  // They were read in the order in which they changed
  for (const key of [...pieces.keys()].sort()) {
    const value = pieces.get(key);
    const [kind, name] = divide(key);
    if (kind === 'node') {
      nodes.push(joinNode(value as BareNode, pieces.get(`use/${name}`) as Use));
    } else if (kind === 'namespace') {
      namespaces.push(value as NamespaceFacts);
    } else if (kind === 'pending') {
      pending.push(...(value as PendingReplicas[]));
    } else if (kind === 'field') {
      Object.assign(facts, { [name]: value });
    }
  }
  return { ...facts, nodes, namespaces, pending };
}

function divide(key: string): [kind: string, name: string] {
  const slash = key.indexOf('/');
  return [key.slice(0, slash), key.slice(slash + 1)];
}

function groupPending(pending: PendingReplicas[]) {
  const groups = new Map<string, PendingReplicas[]>();
  for (const one of pending) {
    const hash = createHash('sha1').update(JSON.stringify(one.replica));
    const key = `pending/${hash.digest()[0] % PENDING_PIECES}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}

const SPLIT = new WeakMap<NodeFacts, { bare: string; use: string }>();

// Most nodes are the same objects as the last time
function splitNode(node: NodeFacts) {
  const known = SPLIT.get(node);
  if (known) {
    return known;
  }
  const { requested, preemptible, keepsAway, ...bare } = node;
  const use: Use = { requested, preemptible, keepsAway };
  const split = { bare: JSON.stringify(bare), use: JSON.stringify(use) };
  SPLIT.set(node, split);
  return split;
}

const JOINED = new WeakMap<BareNode, { use: Use; node: NodeFacts }>();

// A node of which nothing changed stays the same object: what was found out
// about it holds on
function joinNode(bare: BareNode, use: Use): NodeFacts {
  const known = JOINED.get(bare);
  if (known?.use === use) {
    return known.node;
  }
  const node = { ...bare, ...use };
  JOINED.set(bare, { use, node });
  return node;
}

import type { NodeFacts } from '../facts/ClusterFacts';
import type {
  NodeSelectorRequirement,
  NodeSelectorTerm,
  Replica,
} from '../facts/Replica';

type Labels = NodeFacts['labels'];

/** Whether every label of the selector is on the node, with that value. */
export function matchesNodeSelector(
  labels: Labels,
  selector: Replica['nodeSelector'] = {},
): boolean {
  return Object.entries(selector).every(
    ([key, value]) => labelOf(labels, key) === value,
  );
}

/**
 * Whether one term of a required node affinity matches.
 *
 * @remarks Source: k8s.io/component-helpers scheduling/corev1/nodeaffinity and
 * k8s.io/apimachinery pkg/labels. `matchFields` is not modelled.
 */
export function matchesNodeAffinity(
  labels: Labels,
  terms: NodeSelectorTerm[] | undefined,
): boolean {
  return !terms || terms.some(term => matchesTerm(labels, term));
}

function matchesTerm(labels: Labels, term: NodeSelectorTerm): boolean {
  const requirements = term.matchExpressions ?? [];
  return (
    requirements.length > 0 &&
    requirements.every(requirement => matches(labels, requirement))
  );
}

/** Whether labels are as one requirement of a selector says. */
export function matches(
  labels: Labels,
  requirement: NodeSelectorRequirement,
): boolean {
  const { key, operator, values = [] } = requirement;
  const label = labelOf(labels, key);
  switch (operator) {
    case 'In':
      return label !== undefined && values.includes(label);
    case 'NotIn':
      return label === undefined || !values.includes(label);
    case 'Exists':
      return label !== undefined;
    case 'DoesNotExist':
      return label === undefined;
    case 'Gt':
      return compare(label, values) > 0;
    case 'Lt':
      return compare(label, values) < 0;
    default:
      return false;
  }
}

// a label named `constructor` is nobody's unless the node has it
function labelOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

const INTEGER = /^[+-]?\d+$/;

// NaN, which is neither above nor below, where either is not an integer
function compare(label: string | undefined, values: string[]): number {
  const bound = values.length === 1 ? values[0] : '';
  if (label === undefined || !INTEGER.test(label) || !INTEGER.test(bound)) {
    return NaN;
  }
  const [left, right] = [BigInt(label), BigInt(bound)];
  if (left === right) {
    return 0;
  }
  return left > right ? 1 : -1;
}
